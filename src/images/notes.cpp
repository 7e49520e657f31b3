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

std::string text_of(const VImage& image, const char* field) {
  return has(image, field) ? image.get_string(field) : std::string();
}

}  // namespace

Notes read_notes(const VImage& original, const Plan& plan) {
  Notes notes;
  if (plan.frames > 1) {
    if (has(original, kDelay)) notes.delays = original.get_array_int(kDelay);
    if (has(original, kLoop)) notes.loop = original.get_int(kLoop);
  }
  if (plan.keep_copyright) {
    notes.copyright = text_of(original, kCopyright);
    notes.artist = text_of(original, kArtist);
  }
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
  if (!notes.copyright.empty()) result.set(kCopyright, notes.copyright.c_str());
  if (!notes.artist.empty()) result.set(kArtist, notes.artist.c_str());
  return result;
}

}  // namespace vitrine::images
