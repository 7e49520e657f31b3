#include <libheif/heif.h>

#include <algorithm>
#include <memory>

#include "images/planar/write_planes.h"

namespace vitrine::images {

namespace {

constexpr int kBits = 8;
constexpr std::uint8_t kNoColour = 128;
// libheif counts the other way round.
constexpr int kSpeedMax = 9;

void require(const heif_error& error) {
  if (error.code != heif_error_Ok) throw vips::VError("libheif could not encode");
}

template <auto kRelease>
struct Release {
  template <typename T>
  void operator()(T* resource) const {
    kRelease(resource);
  }
};

using Context = std::unique_ptr<heif_context, Release<heif_context_free>>;
using Image = std::unique_ptr<heif_image, Release<heif_image_release>>;
using Encoder = std::unique_ptr<heif_encoder, Release<heif_encoder_release>>;
using Colours = std::unique_ptr<heif_color_profile_nclx, Release<heif_nclx_color_profile_free>>;
using Options = std::unique_ptr<heif_encoding_options, Release<heif_encoding_options_free>>;

// An empty plane has no colour.
void add_plane(heif_image& image, heif_channel channel, Size size, const Plane& plane) {
  const int width = static_cast<int>(size.width);
  const int height = static_cast<int>(size.height);
  require(heif_image_add_plane(&image, channel, width, height, kBits));
  int stride = 0;
  auto* to = heif_image_get_plane(&image, channel, &stride);
  for (std::uint32_t y = 0; y < size.height; ++y, to += stride) {
    if (plane.samples.empty()) {
      std::fill_n(to, size.width, kNoColour);
    } else {
      std::copy_n(plane.row(y), size.width, to);
    }
  }
}

Image make_image(const FinishedPlanes& planes, bool half) {
  const Size size{planes.luma.width, planes.luma.height};
  const Size colour_size = half ? Size{(size.width + 1) / 2, (size.height + 1) / 2} : size;
  heif_image* image = nullptr;
  require(heif_image_create(static_cast<int>(size.width),
                            static_cast<int>(size.height),
                            heif_colorspace_YCbCr,
                            half ? heif_chroma_420 : heif_chroma_444,
                            &image));
  Image owned(image);
  add_plane(*image, heif_channel_Y, size, planes.luma);
  add_plane(*image, heif_channel_Cb, colour_size, planes.blue);
  add_plane(*image, heif_channel_Cr, colour_size, planes.red);
  return owned;
}

// Those of a JPEG: sRGB, the matrix of BT.601, all of 0 to 255.
Colours make_colours() {
  Colours colours(heif_nclx_color_profile_alloc());
  if (!colours) throw vips::VError("no memory for an AVIF");
  colours->color_primaries = heif_color_primaries_ITU_R_BT_709_5;
  colours->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
  colours->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
  colours->full_range_flag = 1;
  return colours;
}

Encoder make_encoder(heif_context& context, const Encoding& encoding, bool half) {
  heif_encoder* encoder = nullptr;
  require(heif_context_get_encoder_for_format(&context, heif_compression_AV1, &encoder));
  Encoder owned(encoder);
  require(heif_encoder_set_lossy_quality(encoder, encoding.quality));
  require(heif_encoder_set_parameter_integer(encoder, "speed", kSpeedMax - encoding.effort));
  require(heif_encoder_set_parameter_integer(encoder, "threads", 1));
  require(heif_encoder_set_parameter_string(encoder, "chroma", half ? "420" : "444"));
  return owned;
}

heif_error append(heif_context* /*context*/, const void* data, std::size_t size, void* text) {
  static_cast<std::string*>(text)->append(static_cast<const char*>(data), size);
  return {heif_error_Ok, heif_suberror_Unspecified, ""};
}

}  // namespace

std::string write_avif(const FinishedPlanes& planes, const Encoding& encoding) {
  const Context context(heif_context_alloc());
  if (!context) throw vips::VError("no memory for an AVIF");
  const auto image = make_image(planes, planes.half_chroma);
  const auto colours = make_colours();
  require(heif_image_set_nclx_color_profile(image.get(), colours.get()));
  const auto encoder = make_encoder(*context, encoding, planes.half_chroma);
  const Options options(heif_encoding_options_alloc());
  if (!options) throw vips::VError("no memory for an AVIF");
  // What the planes are made of is said in the container, too.
  options->output_nclx_profile = colours.get();
  options->macOS_compatibility_workaround_no_nclx_profile = 0;
  require(
      heif_context_encode_image(context.get(), image.get(), encoder.get(), options.get(), nullptr));
  heif_writer writer{.writer_api_version = 1, .write = append};
  std::string bytes;
  require(heif_context_write(context.get(), &writer, &bytes));
  return bytes;
}

}  // namespace vitrine::images
