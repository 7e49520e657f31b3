// Pictures made on the spot for the tests of any room: files in memory with known pixels. Made with
// libvips directly, never through the room `images` that they test. Throws when a picture cannot be
// made: then the test is broken. Lives on: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::pictures {

struct Colour {
  int red = 0;
  int green = 0;
  int blue = 0;

  bool operator==(const Colour&) const = default;
};

// What every picture shows unless it says otherwise: four quarters, so that a turn, a flip and a
// crop can be told apart.
inline constexpr Colour kTopLeft{200, 40, 40};
inline constexpr Colour kTopRight{40, 180, 40};
inline constexpr Colour kBottomLeft{40, 40, 200};
inline constexpr Colour kBottomRight{220, 220, 220};

enum class Profile : std::uint8_t {
  none,
  p3,      // the quarters above, written in Display P3
  broken,  // a profile that is none
};

struct JpegOptions {
  int quality = 95;
  int orientation = 0;  // 0: no EXIF tag
  bool progressive = false;
  bool grey = false;
  bool cmyk = false;  // with its profile unless `profile_stripped`
  bool profile_stripped = false;
  Profile profile = Profile::none;
  // Noise over the quarters, so that the file is of the size of a photograph.
  bool detailed = false;
  std::string copyright = {};
  std::string artist = {};
};

std::string make_jpeg(int width, int height, const JpegOptions& options = {});

struct PngOptions {
  int bits = 8;        // or 16
  bool alpha = false;  // the bottom half is transparent and of a colour that must not be seen
  bool palette = false;
  bool interlaced = false;
  bool grey = false;
  Profile profile = Profile::none;
};

std::string make_png(int width, int height, const PngOptions& options = {});

struct WebpOptions {
  bool alpha = false;  // as for PNG
  bool lossless = true;
  // More than one: an animation, see make_gif.
  int frames = 1;
  int delay_ms = 100;
  int loop = 0;
  int orientation = 0;
};

std::string make_webp(int width, int height, const WebpOptions& options = {});

struct AvifOptions {
  bool alpha = false;
  int quality = 90;
};

std::string make_avif(int width, int height, const AvifOptions& options = {});

struct GifOptions {
  int frames = 1;
  // Of frame i: delay_ms + 10 * i.
  int delay_ms = 100;
  int loop = 0;
};

// Frame i of an animation has its left half in frame_colour(i); the right half stays kTopRight.
std::string make_gif(int width, int height, const GifOptions& options = {});
Colour frame_colour(int frame);

std::string make_tiff(int width, int height);

// A PNG of single black and white pixels in turn.
std::string make_checkerboard(int width, int height);

// A decoded file, as a test looks at it.
struct Looked {
  int width = 0;
  // Of all frames together.
  int height = 0;
  int bands = 0;
  int frames = 1;
  int loop = 0;
  std::vector<int> delays;
  bool progressive = false;
  // The names of all metadata libvips found: "exif-ifd0-Copyright", "icc-profile-data", …
  std::vector<std::string> fields;
  std::string copyright;
  std::string artist;
  std::vector<std::uint8_t> samples;

  // Grey is given as three equal values; alpha is ignored.
  Colour at(int x, int y) const;
  int alpha_at(int x, int y) const;
  bool has_field(std::string_view name) const;
};

// Any of the formats above; all frames.
Looked look(const std::string& file);

}  // namespace vitrine::pictures
