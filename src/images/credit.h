// Who made a picture: the two fields of EXIF that a result may keep. Read by us from the raw block,
// because libvips mixes the text with a description of it that cannot be taken apart again.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::images {

struct Credit {
  // UTF-8, at most 1,000 bytes; empty where there is none.
  std::string copyright;
  std::string artist;

  bool operator==(const Credit&) const = default;

  bool empty() const { return copyright.empty() && artist.empty(); }
};

// `exif` is an EXIF block with or without its "Exif\0\0". A broken one has no credit.
Credit read_credit(std::string_view exif);

}  // namespace vitrine::images
