#include "images/decode.h"

#include <fmt/format.h>

#include "images/jpeg_scans.h"
#include "images/planar/srgb_profile.h"

namespace vitrine::images {

namespace {

using vips::VImage;
using vips::VOption;

VipsFailOn choose_fail_on(Format format, Corrupt corrupt) {
  switch (corrupt) {
    case Corrupt::refuse:
      return format == Format::jpeg ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_TRUNCATED;
    case Corrupt::refuse_cut:
      // Damage that libvips calls a warning is let pass: cameras write JPEGs that warn.
      return VIPS_FAIL_ON_TRUNCATED;
    case Corrupt::best_effort:
      return VIPS_FAIL_ON_NONE;
  }
  return VIPS_FAIL_ON_TRUNCATED;
}

VOption* load_options(VipsFailOn fail_on) {
  return VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL)->set("fail_on", fail_on);
}

// libvips counts the references to the bytes; they stay the caller's.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes)
      : blob_(vips_blob_new(nullptr, bytes.data(), bytes.size())) {}

  ~Bytes() { vips_area_unref(VIPS_AREA(blob_)); }

  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  VipsBlob* blob() const { return blob_; }

 private:
  VipsBlob* blob_;
};

VImage load(
    std::string_view original, Format format, int shrink, bool all_frames, VipsFailOn fail_on) {
  const Bytes bytes(original);
  const int frames = all_frames ? -1 : 1;
  switch (format) {
    case Format::jpeg:
      return VImage::jpegload_buffer(bytes.blob(), load_options(fail_on)->set("shrink", shrink));
    case Format::png:
      return VImage::pngload_buffer(bytes.blob(), load_options(fail_on));
    case Format::webp:
      return VImage::webpload_buffer(bytes.blob(), load_options(fail_on)->set("n", frames));
    case Format::avif:
      return VImage::heifload_buffer(bytes.blob(), load_options(fail_on));
    case Format::gif:
      return VImage::gifload_buffer(bytes.blob(), load_options(fail_on)->set("n", frames));
  }
  throw vips::VError("unknown format");
}

Result<void> check_pixels(Size size, const Limits& limits) {
  if (size.pixels() <= limits.pixels_max) return {};
  return fail(FailureKind::unsupported,
              fmt::format("The original has {}x{} = {} pixels; at most {} are taken",
                          size.width,
                          size.height,
                          size.pixels(),
                          limits.pixels_max));
}

Result<void> check_count(const char* what, std::uint32_t count, std::uint32_t count_max) {
  if (count <= count_max) return {};
  return fail(FailureKind::unsupported,
              fmt::format("The original has {} {}; at most {} are taken", count, what, count_max));
}

// AVIF has its turns applied by libheif, GIF knows none.
int orientation_of(const VImage& image, Format format) {
  const bool has_exif = format == Format::jpeg || format == Format::png || format == Format::webp;
  return has_exif ? vips_image_get_orientation(image.get_image()) : 1;
}

bool is_grey(const VImage& image) {
  return image.interpretation() == VIPS_INTERPRETATION_B_W ||
         image.interpretation() == VIPS_INTERPRETATION_GREY16;
}

bool has_plain_colours(const VImage& image) {
  if (vips_image_get_typeof(image.get_image(), VIPS_META_ICC_NAME) == 0) return true;
  std::size_t size = 0;
  const auto* const profile = static_cast<const char*>(image.get_blob(VIPS_META_ICC_NAME, &size));
  return is_srgb_profile({profile, size});
}

}  // namespace

Result<Opened> open(std::string_view original, const Limits& limits) {
  TRY(const auto found, survey(original, limits.corrupt));
  TRY_VOID(check_pixels({found.width, found.height}, limits));
  TRY_VOID(check_count("frames", found.frames, limits.frames_max));
  TRY_VOID(
      check_count("JPEG scans", found.scans, static_cast<std::uint32_t>(limits.jpeg_scans_max)));

  const auto fail_on = choose_fail_on(found.format, limits.corrupt);
  Opened opened{load(original, found.format, 1, false, fail_on), {}, fail_on, found.cut};
  const auto& image = opened.image;
  opened.source = {.format = found.format,
                   .size = {static_cast<std::uint32_t>(image.width()),
                            static_cast<std::uint32_t>(image.height())},
                   .frames = static_cast<std::uint32_t>(vips_image_get_n_pages(image.get_image())),
                   .orientation = orientation_of(image, found.format),
                   .has_alpha = image.has_alpha(),
                   .is_grey = is_grey(image),
                   .luma_step = found.luma_step,
                   .is_plain = (found.baseline || found.in_scans) && has_plain_colours(image),
                   .in_scans = found.in_scans,
                   .is_plain_png = found.plain_png && has_plain_colours(image)};
  // Where the decoder sees more than we did, its numbers are what costs memory.
  TRY_VOID(check_pixels(opened.source.size, limits));
  TRY_VOID(check_count("frames", opened.source.frames, limits.frames_max));
  return opened;
}

Decoded decode(std::string_view original, const Opened& opened, const Plan& plan) {
  Decoded decoded;
  if (plan.scans != Scans::all) {
    decoded.shortened = std::make_unique<const std::string>(with_scans(original, plan.scans));
    original = *decoded.shortened;
  } else if (plan.load_shrink == 1 && plan.frames == 1) {
    decoded.image = opened.image;
    return decoded;
  }
  const auto shrink = static_cast<int>(plan.load_shrink);
  decoded.image = load(original, opened.source.format, shrink, plan.frames > 1, opened.fail_on);
  return decoded;
}

}  // namespace vitrine::images
