// Pictures as a browser would see them: decoded by libvips in the test, not by the code under test.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

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

// The red, green and blue of one pixel.
std::vector<int> pixel(const std::string& bytes, int x, int y);

// An opaque picture with large shapes and fine detail; `suffix` as libvips takes it: ".jpg",
// ".png".
std::string photograph(int width, int height, const std::string& suffix = ".jpg");
// A PNG that is clear everywhere.
std::string transparent_picture(int width, int height);
// A GIF whose frames differ.
std::string animation(int width, int height, int frames);
// A JPEG that says how it must be turned (EXIF orientation 1 to 8).
std::string with_orientation(const std::string& jpeg, int orientation);

}  // namespace vitrine::service
