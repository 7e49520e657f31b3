#include <algorithm>
#include <array>
#include <memory>

#include <webp/encode.h>

#include "images/planar/write_planes.h"

namespace vitrine::images {

namespace {

// A JPEG uses all of 0 to 255; WebP's luma goes from 16 to 235 and its colour from 16 to 240.
constexpr std::array<std::uint8_t, 256> make_narrow(int middle_in, int middle_out, int range) {
  std::array<std::uint8_t, 256> table{};
  for (int i = 0; i < 256; ++i) {
    const int scaled = (i - middle_in) * range;
    const int rounded = (scaled + (scaled < 0 ? -127 : 127)) / 255;
    table[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(middle_out + rounded);
  }
  return table;
}

constexpr auto kNarrowLuma = make_narrow(0, 16, 219);
constexpr auto kNarrowColour = make_narrow(128, 128, 224);
constexpr std::uint8_t kNoColour = 128;

void copy_plane(const Plane& from,
                const std::array<std::uint8_t, 256>& table,
                std::uint8_t* to,
                int stride) {
  for (std::size_t y = 0; y < from.height; ++y) {
    std::transform(
        from.row(y), from.row(y) + from.width, to, [&](auto sample) { return table[sample]; });
    to += stride;
  }
}

int go_on(int /*percent*/, const WebPPicture* picture) {
  return static_cast<const Deadline*>(picture->user_data)->passed() ? 0 : 1;
}

class Picture {
 public:
  Picture(const FinishedPlanes& planes, const Deadline& deadline) {
    if (WebPPictureInit(&picture_) == 0) throw vips::VError("another libwebp");
    picture_.width = static_cast<int>(planes.luma.width);
    picture_.height = static_cast<int>(planes.luma.height);
    picture_.colorspace = WEBP_YUV420;
    if (WebPPictureAlloc(&picture_) == 0) throw vips::VError("no memory for a WebP");
    copy_plane(planes.luma, kNarrowLuma, picture_.y, picture_.y_stride);
    copy_colour(planes.blue, picture_.u);
    copy_colour(planes.red, picture_.v);
    picture_.progress_hook = go_on;
    // The hook only reads; libwebp's pointer has no const.
    picture_.user_data = const_cast<Deadline*>(&deadline);
    WebPMemoryWriterInit(&writer_);
    picture_.writer = WebPMemoryWrite;
    picture_.custom_ptr = &writer_;
  }

  ~Picture() {
    WebPMemoryWriterClear(&writer_);
    WebPPictureFree(&picture_);
  }

  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  std::string encode(const WebPConfig& config) {
    if (WebPEncode(&config, &picture_) == 0) throw vips::VError("libwebp could not encode");
    return {reinterpret_cast<const char*>(writer_.mem), writer_.size};
  }

 private:
  void copy_colour(const Plane& plane, std::uint8_t* to) const {
    if (plane.samples.empty()) {
      const auto rows = static_cast<std::size_t>((picture_.height + 1) / 2);
      std::fill_n(to, rows * static_cast<std::size_t>(picture_.uv_stride), kNoColour);
      return;
    }
    copy_plane(plane, kNarrowColour, to, picture_.uv_stride);
  }

  WebPPicture picture_{};
  WebPMemoryWriter writer_{};
};

}  // namespace

std::string write_webp(const FinishedPlanes& planes,
                       const Encoding& encoding,
                       const Deadline& deadline) {
  WebPConfig config;
  const auto quality = static_cast<float>(encoding.quality);
  if (WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, quality) == 0) {
    throw vips::VError("another libwebp");
  }
  config.method = encoding.effort;
  return Picture(planes, deadline).encode(config);
}

}  // namespace vitrine::images
