#include "service/harness/picture.h"

#include <cstdlib>
#include <stdexcept>

#include <vips/vips8>

namespace vitrine::service {
namespace {

void start_libvips() {
  static const bool started = [] {
    if (VIPS_INIT("test_service") != 0) throw std::runtime_error("libvips does not start");
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    return true;
  }();
  (void)started;
}

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

std::string encoded(const vips::VImage& image, const std::string& suffix) {
  void* bytes = nullptr;
  std::size_t size = 0;
  image.write_to_buffer(suffix.c_str(), &bytes, &size);
  std::string text{static_cast<const char*>(bytes), size};
  g_free(bytes);
  return text;
}

// Colours that run over the whole picture, with waves of a few pixels on them.
vips::VImage waves(int width, int height, double brighter) {
  const auto places = vips::VImage::xyz(width, height);
  const auto x = places.extract_band(0) / width;
  const auto y = places.extract_band(1) / height;
  const auto detail = ((x * 2200).sin() + (y * 1700).cos()) * 20 + brighter;
  const auto red = x * 200 + detail + 30;
  const auto green = y * 180 + detail + 40;
  const auto blue = (x * -1 + 1) * 190 + detail + 25;
  const auto bands = red.bandjoin(green).bandjoin(blue).cast(VIPS_FORMAT_UCHAR);
  return bands.copy(vips::VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << seen.format << ' ' << seen.width << 'x' << seen.height << " frames=" << seen.frames
             << (seen.has_alpha ? " alpha" : "") << (seen.has_exif ? " exif" : "");
}

std::optional<Seen> look_at(const std::string& bytes) {
  start_libvips();
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

std::vector<int> pixel(const std::string& bytes, int x, int y) {
  start_libvips();
  std::vector<int> values;
  for (const double value : open_all_frames(bytes).getpoint(x, y)) {
    values.push_back(static_cast<int>(value));
  }
  values.resize(3);
  return values;
}

std::string photograph(int width, int height, const std::string& suffix) {
  start_libvips();
  return encoded(waves(width, height, 0), suffix);
}

std::string transparent_picture(int width, int height) {
  start_libvips();
  return encoded(waves(width, height, 0).bandjoin(0), ".png");
}

std::string animation(int width, int height, int frames) {
  start_libvips();
  std::vector<vips::VImage> pages;
  for (int i = 0; i < frames; ++i) pages.push_back(waves(width, height, i * 40));
  auto film = vips::VImage::arrayjoin(pages, vips::VImage::option()->set("across", 1)).copy();
  film.set(VIPS_META_PAGE_HEIGHT, height);
  film.set("delay", std::vector<int>(static_cast<std::size_t>(frames), 100));
  return encoded(film, ".gif");
}

std::string with_orientation(const std::string& jpeg, int orientation) {
  start_libvips();
  auto image = vips::VImage::new_from_buffer(jpeg.data(), jpeg.size(), "").copy_memory();
  image.set(VIPS_META_ORIENTATION, orientation);
  return encoded(image, ".jpg");
}

}  // namespace vitrine::service
