// Where uploads are among the blobs. Ids and names are strangers' text, so every one of them is
// named by its digest. Pure.
//
//   uploads/files/<ab>/<digest of its bytes>                       what was uploaded
//   uploads/names/<ab>/<digest of its name>                        whose name it is (claim.h)
//   uploads/originals/<digest of namespace>/<ab>/<digest of id>    an original of a namespace
//   thumbnails/<ab>/<digest of its name>                           what was made
#pragma once

#include <string>
#include <string_view>

#include "crypto/digest.h"

namespace vitrine::endpoints {

std::string file_place(const crypto::Sha256& digest);
std::string name_place(std::string_view name);
std::string original_place(std::string_view space, std::string_view id);
std::string thumbnail_place(std::string_view name);

}  // namespace vitrine::endpoints
