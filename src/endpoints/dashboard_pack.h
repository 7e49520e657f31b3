// The built dashboard as scripts/pack_dashboard.mjs packs it: each file with its compressed forms.
// Pure; any thread.
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace vitrine::endpoints {

struct PackedFile {
  // "assets/index-D5pDgpbg.js"
  std::string_view path;
  std::string_view type;
  // Of its bytes, another one when they change.
  std::string_view digest;
  // As it is, with Brotli, with gzip; the last two may be empty.
  std::string_view plain;
  std::string_view brotli;
  std::string_view gzip;
};

// Views into `pack`; in order of their paths. Throws std::logic_error for what no packer has
// written.
std::vector<PackedFile> unpack(std::string_view pack);

// What this program was built with; empty when it was built without a dashboard.
std::string_view built_dashboard();

}  // namespace vitrine::endpoints
