#include "images/notes.h"

namespace vitrine::images {

namespace {

using vips::VImage;

constexpr const char* kExifCopyright = "exif-ifd0-Copyright";
constexpr const char* kExifArtist = "exif-ifd0-Artist";
constexpr const char* kPngCopyright = "-Copyright";
constexpr const char* kPngAuthor = "-Author";
// Nobody's name is longer; a stranger may have written anything.
constexpr std::size_t kTextBytesMax = 500;
constexpr const char* kDelay = "delay";
constexpr const char* kLoop = "loop";

bool has(const VImage& image, const char* field) {
  return vips_image_get_typeof(image.get_image(), field) != 0;
}

// A text of PNG is the field "png-comment-N-KEYWORD".
std::string png_text(const VImage& image, std::string_view keyword) {
  gchar** const fields = vips_image_get_fields(image.get_image());
  std::string text;
  for (gchar** field = fields; *field != nullptr && text.empty(); ++field) {
    const std::string_view name = *field;
    if (name.starts_with("png-comment-") && name.ends_with(keyword)) {
      text = std::string(image.get_string(*field)).substr(0, kTextBytesMax);
    }
  }
  g_strfreev(fields);
  return text;
}

Credit credit_of(const VImage& image) {
  if (!has(image, VIPS_META_EXIF_NAME)) {
    return {png_text(image, kPngCopyright), png_text(image, kPngAuthor)};
  }
  std::size_t size = 0;
  const auto* const exif = static_cast<const char*>(image.get_blob(VIPS_META_EXIF_NAME, &size));
  return read_credit({exif, size});
}

void put_png_credit(VImage& image, const Credit& credit) {
  const auto field = [](int number, const char* keyword) {
    return "png-comment-" + std::to_string(number) + keyword;
  };
  if (!credit.copyright.empty()) {
    image.set(field(0, kPngCopyright).c_str(), credit.copyright.c_str());
  }
  if (!credit.artist.empty()) image.set(field(1, kPngAuthor).c_str(), credit.artist.c_str());
}

// libvips cuts off what stands in the last brackets, where it puts a description itself.
void put_exif_text(VImage& image, const char* field, const std::string& text) {
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
  if (plan.encoding.format == Format::png) {
    put_png_credit(result, notes.credit);
  } else {
    put_exif_text(result, kExifCopyright, notes.credit.copyright);
    put_exif_text(result, kExifArtist, notes.credit.artist);
  }
  return result;
}

}  // namespace vitrine::images
