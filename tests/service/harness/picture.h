// Pictures as a browser would see them: decoded by libvips in the test, not by the code under test.
#pragma once

#include <optional>
#include <ostream>
#include <string>

namespace vitrine::service {

struct Seen {
  std::string format;  // "jpeg", "png", "webp", "avif", "gif"
  int width = 0;
  int height = 0;  // of one frame
  int frames = 1;
  bool has_alpha = false;
  bool has_exif = false;

  bool operator==(const Seen&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Seen& seen);

// Every pixel decoded; absent when that fails anywhere.
std::optional<Seen> look_at(const std::string& bytes);

// An opaque JPEG with large shapes and fine detail, and what a camera writes beside them.
std::string photograph(int width, int height);

}  // namespace vitrine::service
