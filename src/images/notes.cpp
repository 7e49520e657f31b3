#include "images/notes.h"

namespace vitrine::images {

namespace {

using vips::VImage;

constexpr const char* kCopyright = "exif-ifd0-Copyright";
constexpr const char* kArtist = "exif-ifd0-Artist";
constexpr const char* kDelay = "delay";
constexpr const char* kLoop = "loop";

bool has(const VImage& image, const char* field) {
  return vips_image_get_typeof(image.get_image(), field) != 0;
}

Credit credit_of(const VImage& image) {
  if (!has(image, VIPS_META_EXIF_NAME)) return {};
  std::size_t size = 0;
  const auto* const exif = static_cast<const char*>(image.get_blob(VIPS_META_EXIF_NAME, &size));
  return read_credit({exif, size});
}

// libvips cuts off what stands in the last brackets, where it puts a description itself.
void put_text(VImage& image, const char* field, const std::string& text) {
  if (!text.empty()) image.set(field, (text + " (kept)").c_str());
}

}  // namespace

Notes read_notes(const VImage& original, const Plan& plan) {
  Notes notes;
  if (plan.frames > 1) {
    if (has(original, kDelay)) notes.delays = original.get_array_int(kDelay);
    if (has(original, kLoop)) notes.loop = original.get_int(kLoop);
  }
  if (plan.keep_copyright) notes.credit = credit_of(original);
  return notes;
}

VImage put_notes(const VImage& image, const Notes& notes, const Plan& plan) {
  // Metadata is set on a copy: images may be shared.
  VImage result = image.copy();
  if (plan.frames > 1) {
    result.set(VIPS_META_PAGE_HEIGHT, static_cast<int>(plan.crop.size.height));
    result.set(kLoop, notes.loop);
    if (!notes.delays.empty()) result.set(kDelay, notes.delays);
  }
  put_text(result, kCopyright, notes.credit.copyright);
  put_text(result, kArtist, notes.credit.artist);
  return result;
}

}  // namespace vitrine::images
