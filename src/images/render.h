// The door of `images`: original bytes and a recipe in, encoded bytes out. The only room that knows
// libvips. Blocking and CPU-bound: call on the render pool, one call per thread at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "images/corrupt.h"
#include "images/difference.h"
#include "images/kept_planes.h"
#include "images/recipe.h"

namespace vitrine::images {

struct Limits {
  // Of the original, all frames counted once: pixels of one frame.
  std::uint64_t pixels_max = 50'000'000;
  std::uint32_t frames_max = 500;
  // Pixels of all frames together; bounds memory and time of animations.
  std::uint64_t animation_pixels_max = 100'000'000;
  // Of one frame of the result; reached only by enlarging, as nothing else grows.
  std::uint64_t result_pixels_max = 50'000'000;
  // Scans of a progressive JPEG.
  int jpeg_scans_max = 64;
  // A render that takes longer is stopped between rows. What works on a whole picture at once is
  // not stopped but bounded: decoders by pixels and scans, the AVIF encoder by its effort (below a
  // second up to 10 megapixels).
  std::chrono::milliseconds render_time_max{10'000};
  // No limit but a switch: photographs may go the short way of planar/planar.h, and
  // PNG that of png/png_way.h.
  bool planar = true;
  // Pictures that go it are also made by the long way, in linear light, and compared. They take
  // several times as long; their bytes are the same.
  bool verify = false;
  Corrupt corrupt = Corrupt::refuse_cut;
};

// What the header says, without decoding pixels. Dimensions after the EXIF turn.
struct Header {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t frames = 1;
  std::string_view content_type;  // of the original: "image/jpeg", …
};

struct Encoded {
  std::string bytes;
  Format format = Format::jpeg;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  // The original ends before its picture does, and what is there is shown (Corrupt::best_effort).
  bool cut = false;
  // With Limits::verify, of what went the short way; a failure when it could not be compared.
  std::optional<Result<Difference>> difference = std::nullopt;
};

// Changes whenever the same original and recipe would give other bytes; part of every ETag.
inline constexpr std::string_view kEncoderVersion = "3";

// Starts libvips for the process: untrusted loaders blocked, caches off, one thread per picture,
// warnings counted and dropped. Construct once in main, before any other call of this room.
class Library {
 public:
  explicit Library(const char* program_name);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  // What libvips had to say about the pictures so far. Any thread.
  std::uint64_t dropped_warnings() const;

 private:
  std::atomic<std::uint64_t> dropped_warnings_{0};
  unsigned log_handler_ = 0;
};

// unsupported: not a picture, broken header, over a limit; the message names the number and the
// limit.
Result<Header> read_header(std::string_view original, const Limits& limits);

// unsupported as above, and for pictures that break while they are decoded. timeout:
// render_time_max passed, or `cancelled` became true. What is kept makes it quicker, and changes no
// byte.
Result<Encoded> render(std::string_view original,
                       const Recipe& recipe,
                       const Limits& limits,
                       const std::atomic<bool>& cancelled,
                       const KeptPlanes& kept = {});

// For each recipe what `render` gives for it alone, to the byte; those that can share a decode do.
// One that fails takes no other with it. render_time_max holds for each of them, and for the decode
// that they share. Takes the more memory the more sizes there are, up to that of one large picture.
std::vector<Result<Encoded>> render_many(std::string_view original,
                                         std::span<const Recipe> recipes,
                                         const Limits& limits,
                                         const std::atomic<bool>& cancelled,
                                         const KeptPlanes& kept = {});

}  // namespace vitrine::images
