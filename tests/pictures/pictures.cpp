#include "pictures/pictures.h"

#include <algorithm>

#include <vips/vips8>

#include "pictures/start_vips.h"

namespace vitrine::pictures {

namespace {

using vips::VImage;
using vips::VOption;

// A colour that is there but must not be seen.
constexpr Colour kHidden{255, 0, 255};
constexpr int kNoise = 48;

VImage filled(int width, int height, Colour colour) {
  const std::vector<double> ink = {static_cast<double>(colour.red),
                                   static_cast<double>(colour.green),
                                   static_cast<double>(colour.blue)};
  return (VImage::black(width, height, VImage::option()->set("bands", 3)) + ink)
      .cast(VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

VImage beside(const VImage& left, const VImage& right) {
  return left.join(right, VIPS_DIRECTION_HORIZONTAL);
}

VImage above(const VImage& top, const VImage& bottom) {
  return top.join(bottom, VIPS_DIRECTION_VERTICAL);
}

// Odd sides give the middle to the right and to the bottom; a side of one pixel is all top or left.
VImage quarters(int width, int height) {
  const int left = std::max(1, width / 2);
  const int top = std::max(1, height / 2);
  const auto row = [&](Colour first, Colour second, int rows) {
    return left == width ? filled(left, rows, first)
                         : beside(filled(left, rows, first), filled(width - left, rows, second));
  };
  const auto upper = row(kTopLeft, kTopRight, top);
  return top == height ? upper : above(upper, row(kBottomLeft, kBottomRight, height - top));
}

VImage noisy(const VImage& image) {
  const auto noise = VImage::gaussnoise(
      image.width(), image.height(), VImage::option()->set("sigma", kNoise)->set("seed", 7));
  return (image + noise)
      .cast(VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

VImage with_alpha(const VImage& image) {
  const int top = std::max(1, image.height() / 2);
  const int bottom = image.height() - top;
  const auto opaque = image.crop(0, 0, image.width(), top).bandjoin_const(std::vector<double>{255});
  if (bottom == 0) return opaque;
  const auto hidden = filled(image.width(), bottom, kHidden);
  const auto clear =
      (image.bands() == 1 ? hidden.extract_band(0) : hidden).bandjoin_const(std::vector<double>{0});
  return above(opaque, clear).cast(VIPS_FORMAT_UCHAR);
}

VImage with_profile(const VImage& image, Profile profile) {
  if (profile == Profile::none) return image;
  if (profile == Profile::p3) {
    return image.icc_transform("p3", VImage::option()->set("input_profile", "srgb"));
  }
  auto result = image.copy();
  const std::string_view nonsense = "this is not a colour profile, however long it may be";
  // Without a free function the bytes are the program's own.
  vips_image_set_blob(
      result.get_image(), VIPS_META_ICC_NAME, nullptr, nonsense.data(), nonsense.size());
  return result;
}

VImage grey(const VImage& image) {
  return image.colourspace(VIPS_INTERPRETATION_B_W);
}

VImage with_orientation(const VImage& image, int orientation) {
  auto result = image.copy();
  if (orientation != 0) result.set(VIPS_META_ORIENTATION, orientation);
  return result;
}

// libvips cuts off the last brackets, where it describes a text that it has read itself.
void put_text(VImage& image, const char* field, const std::string& text) {
  if (!text.empty()) image.set(field, (text + " (described)").c_str());
}

VImage animated(int width, int height, int frames, int delay_ms, int loop) {
  std::vector<VImage> strip;
  std::vector<int> delays;
  for (int frame = 0; frame < frames; ++frame) {
    const int left = width / 2;
    strip.push_back(
        beside(filled(left, height, frame_colour(frame)), filled(width - left, height, kTopRight)));
    delays.push_back(delay_ms + 10 * frame);
  }
  auto result = VImage::arrayjoin(strip, VImage::option()->set("across", 1)).copy();
  result.set(VIPS_META_PAGE_HEIGHT, height);
  result.set("delay", delays);
  result.set("loop", loop);
  return result;
}

std::string to_string(VipsBlob* blob) {
  std::size_t size = 0;
  const auto* const bytes = static_cast<const char*>(vips_blob_get(blob, &size));
  std::string text(bytes, size);
  vips_area_unref(VIPS_AREA(blob));
  return text;
}

}  // namespace

std::string make_jpeg(int width, int height, const JpegOptions& options) {
  start_vips();
  auto image = quarters(width, height);
  if (options.detailed) image = noisy(image);
  if (options.grey) image = grey(image);
  image = with_profile(image, options.profile);
  if (options.cmyk) {
    image = image.icc_transform("cmyk", VImage::option()->set("input_profile", "srgb"));
  }
  image = with_orientation(image, options.orientation);
  if (options.profile_stripped) image.remove(VIPS_META_ICC_NAME);
  put_text(image, "exif-ifd0-Copyright", options.copyright);
  put_text(image, "exif-ifd0-Artist", options.artist);
  return to_string(image.jpegsave_buffer(VImage::option()
                                             ->set("Q", options.quality)
                                             ->set("subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF)
                                             ->set("interlace", options.progressive)));
}

std::string make_png(int width, int height, const PngOptions& options) {
  start_vips();
  auto image = quarters(width, height);
  if (options.grey) image = grey(image);
  if (options.alpha) image = with_alpha(image);
  image = with_profile(image, options.profile);
  if (options.bits == 16) {
    // 0xab becomes 0xabab.
    const bool one_band = options.grey;
    image = (image * 257)
                .cast(VIPS_FORMAT_USHORT)
                .copy(VImage::option()->set(
                    "interpretation",
                    one_band ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16));
  }
  return to_string(image.pngsave_buffer(VImage::option()
                                            ->set("interlace", options.interlaced)
                                            ->set("palette", options.palette)
                                            ->set("bitdepth", options.bits)));
}

std::string make_webp(int width, int height, const WebpOptions& options) {
  start_vips();
  auto image = options.frames > 1
                   ? animated(width, height, options.frames, options.delay_ms, options.loop)
                   : quarters(width, height);
  if (options.alpha) image = with_alpha(image);
  image = with_orientation(image, options.orientation);
  return to_string(image.webpsave_buffer(
      VImage::option()->set("lossless", options.lossless)->set("effort", 0)->set("Q", 90)));
}

std::string make_avif(int width, int height, const AvifOptions& options) {
  start_vips();
  auto image = quarters(width, height);
  if (options.alpha) image = with_alpha(image);
  return to_string(image.heifsave_buffer(VImage::option()
                                             ->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)
                                             ->set("Q", options.quality)
                                             ->set("effort", 0)));
}

std::string make_gif(int width, int height, const GifOptions& options) {
  start_vips();
  const auto image = options.frames > 1
                         ? animated(width, height, options.frames, options.delay_ms, options.loop)
                         : quarters(width, height);
  return to_string(image.gifsave_buffer(VImage::option()->set("dither", 0.0)->set("effort", 1)));
}

Colour frame_colour(int frame) {
  return {(60 + frame * 70) % 256, (200 + frame * 110) % 256, (30 + frame * 40) % 256};
}

std::string make_tiff(int width, int height) {
  start_vips();
  return to_string(quarters(width, height).tiffsave_buffer());
}

std::string make_checkerboard(int width, int height) {
  start_vips();
  const auto xy = VImage::xyz(width, height);
  const auto white = ((xy.extract_band(0) + xy.extract_band(1)) % 2) == 1;
  return to_string(white.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_B_W))
                       .pngsave_buffer());
}

}  // namespace vitrine::pictures
