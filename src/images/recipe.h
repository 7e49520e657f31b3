// What was asked for: size, format, quality. A value; immutable once parsed. With an original it
// determines every byte of the result.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::images {

enum class Format : std::uint8_t { jpeg, png, webp, avif, gif };

enum class Fit : std::uint8_t {
  full_size,  // no resize
  width,      // w500: height by aspect
  height,     // h400: width by aspect
  cover,      // x400, 300x400: exactly that box, centre crop
};

// Which part of the picture a cover keeps.
enum class Gravity : std::uint8_t { centre, north_west };

struct Label;

// A label that is drawn onto pictures: copied by reference, compared by value, empty for none. A
// blank label is none. Any thread.
class SharedLabel {
 public:
  SharedLabel() = default;
  // Not explicit, so that a recipe reads as `{.label = hot_label()}`.
  SharedLabel(Label label);

  bool operator==(const SharedLabel& other) const;

  // None: null.
  const Label* get() const { return label_.get(); }

 private:
  std::shared_ptr<const Label> label_;
};

struct Recipe {
  Fit fit = Fit::full_size;
  // 0 where the fit leaves that side to the aspect ratio.
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  Format format = Format::jpeg;
  // 1 to 100. The same number means about the same look in every format.
  int quality = 80;
  // Options of the namespace, not of the URL.
  bool enlarge = false;
  bool linear_light = false;
  bool keep_copyright = false;
  // Of a cover.
  Gravity gravity = Gravity::centre;
  // Drawn onto the top left corner of the result; see place_label in plan.h.
  SharedLabel label = {};
  // The encoder takes several times as long for fewer bytes; see can_be_careful.
  bool careful = false;

  bool operator==(const Recipe&) const = default;
};

// Canonical text of a recipe, safe as a file name and unique: "w500-q80.webp",
// "300x400-q75-e-l.jpg". A label is named by its digest: "w500-q80-b0123456789abcdef.png". A
// careful one ends in "-c".
std::string canonical_name(const Recipe& recipe);

// Has the format more than one effort? WebP has.
bool can_be_careful(Format format);

// `size[-q80|-c80]` as it stands in the URL, without extension; quality absent when not written.
// bad_request names what is wrong; not_accepted: a side that no limit could allow (over
// 4294967295). The configured maximum is checked by `endpoints`, the limits of render.h by the
// plan.
struct SizeText {
  Fit fit = Fit::full_size;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::optional<int> quality;
};

Result<SizeText> parse_size(std::string_view text);

// "jpg" and "jpeg" are both jpeg. Case-sensitive, as S3 was.
std::optional<Format> format_of_extension(std::string_view extension);
std::string_view extension_of(Format format);  // "jpg", "png", …
std::string_view content_type(Format format);  // "image/jpeg", …

}  // namespace vitrine::images
