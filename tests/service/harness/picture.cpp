#include "service/harness/picture.h"

#include <vips/vips8>

#include "pictures/pictures.h"
#include "pictures/start_vips.h"

namespace vitrine::service {
namespace {

std::string format_of(const vips::VImage& image) {
  const std::string loader = image.get_string(VIPS_META_LOADER);
  const auto name = loader.substr(0, loader.find("load"));
  return name == "heif" ? "avif" : name;
}

vips::VImage open_all_frames(const std::string& bytes) {
  const auto first = vips::VImage::new_from_buffer(bytes.data(), bytes.size(), "");
  const auto format = format_of(first);
  const char* all = format == "gif" || format == "webp" ? "n=-1" : "";
  return vips::VImage::new_from_buffer(bytes.data(), bytes.size(), all);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << seen.format << ' ' << seen.width << 'x' << seen.height << " frames=" << seen.frames
             << (seen.has_alpha ? " alpha" : "") << (seen.has_exif ? " exif" : "");
}

std::optional<Seen> look_at(const std::string& bytes) {
  pictures::start_vips();
  try {
    const auto image = open_all_frames(bytes);
    image.avg();
    const int page = image.get_typeof(VIPS_META_PAGE_HEIGHT) != 0
                         ? image.get_int(VIPS_META_PAGE_HEIGHT)
                         : image.height();
    return Seen{.format = format_of(image),
                .width = image.width(),
                .height = page,
                .frames = image.height() / page,
                .has_alpha = image.has_alpha(),
                .has_exif = image.get_typeof(VIPS_META_EXIF_NAME) != 0};
  } catch (const vips::VError&) {
    return std::nullopt;
  }
}

std::string photograph(int width, int height) {
  return pictures::make_jpeg(
      width, height, {.quality = 85, .orientation = 1, .detailed = true, .artist = "A camera"});
}

}  // namespace vitrine::service
