#include "endpoints/upload_places.h"

namespace vitrine::endpoints {

namespace {

// So that no folder has many thousand files.
std::string spread(const std::string& digest) {
  return digest.substr(0, 2) + '/' + digest;
}

std::string digest_of(std::string_view text) {
  return crypto::hex(crypto::sha256(text));
}

}  // namespace

std::string file_place(const crypto::Sha256& digest) {
  return "uploads/files/" + spread(crypto::hex(digest));
}

std::string name_place(std::string_view name) {
  return "uploads/names/" + spread(digest_of(name));
}

std::string original_place(std::string_view space, std::string_view id) {
  return "uploads/originals/" + digest_of(space).substr(0, 32) + '/' + spread(digest_of(id));
}

std::string thumbnail_place(std::string_view name) {
  return "thumbnails/" + spread(digest_of(name));
}

}  // namespace vitrine::endpoints
