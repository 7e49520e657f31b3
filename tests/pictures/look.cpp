#include <algorithm>

#include <vips/vips8>

#include "pictures/pictures.h"
#include "pictures/start_vips.h"

namespace vitrine::pictures {

namespace {

using vips::VImage;
using vips::VOption;

VImage load(const std::string& file) {
  VipsBlob* const blob = vips_blob_new(nullptr, file.data(), file.size());
  const std::string_view bytes = file;
  VImage image;
  if (bytes.starts_with("\xff\xd8")) {
    image = VImage::jpegload_buffer(blob);
  } else if (bytes.starts_with("\x89PNG")) {
    image = VImage::pngload_buffer(blob);
  } else if (bytes.starts_with("GIF8")) {
    image = VImage::gifload_buffer(blob, VImage::option()->set("n", -1));
  } else if (bytes.starts_with("RIFF")) {
    image = VImage::webpload_buffer(blob, VImage::option()->set("n", -1));
  } else {
    image = VImage::heifload_buffer(blob);
  }
  vips_area_unref(VIPS_AREA(blob));
  return image;
}

bool has(const VImage& image, const char* field) {
  return vips_image_get_typeof(image.get_image(), field) != 0;
}

// libvips appends " (what it means, ASCII, N components, N bytes)" to a text of EXIF; N counts the
// zero at its end. A text of PNG stands as it is.
std::string text_of(const VImage& image, const char* exif_field, const char* png_field) {
  if (has(image, png_field)) return image.get_string(png_field);
  if (!has(image, exif_field)) return {};
  const std::string described = image.get_string(exif_field);
  const auto count = described.rfind(", ");
  if (count == std::string::npos) return described;
  return described.substr(0, std::stoul(described.substr(count + 2)) - 1);
}

}  // namespace

Looked look(const std::string& file) {
  start_vips();
  const VImage image = load(file);
  Looked looked;
  looked.width = image.width();
  looked.height = image.height();
  looked.bands = image.bands();
  looked.frames = vips_image_get_n_pages(image.get_image());
  if (has(image, "loop")) looked.loop = image.get_int("loop");
  if (has(image, "delay")) looked.delays = image.get_array_int("delay");
  looked.progressive = has(image, "jpeg-multiscan") && image.get_int("jpeg-multiscan") != 0;
  looked.copyright = text_of(image, "exif-ifd0-Copyright", "png-comment-0-Copyright");
  looked.artist = text_of(image, "exif-ifd0-Artist", "png-comment-1-Author");
  gchar** const fields = vips_image_get_fields(image.get_image());
  for (gchar** field = fields; *field != nullptr; ++field) looked.fields.emplace_back(*field);
  g_strfreev(fields);
  std::size_t bytes = 0;
  auto* const samples =
      static_cast<std::uint8_t*>(image.cast(VIPS_FORMAT_UCHAR).write_to_memory(&bytes));
  looked.samples.assign(samples, samples + bytes);
  g_free(samples);
  return looked;
}

Colour Looked::at(int x, int y) const {
  const auto* const pixel = &samples.at((static_cast<std::size_t>(y) * width + x) * bands);
  if (bands < 3) return {pixel[0], pixel[0], pixel[0]};
  return {pixel[0], pixel[1], pixel[2]};
}

int Looked::alpha_at(int x, int y) const {
  if (bands != 2 && bands != 4) return 255;
  return samples.at((static_cast<std::size_t>(y) * width + x) * bands + bands - 1);
}

bool Looked::has_field(std::string_view name) const {
  return std::ranges::find(fields, name) != fields.end();
}

}  // namespace vitrine::pictures
