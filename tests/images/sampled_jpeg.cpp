#include "images/sampled_jpeg.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <jpeglib.h>

namespace vitrine::images {

namespace {

[[noreturn]] void give_up(j_common_ptr /*codec*/) {
  throw std::runtime_error("the test's JPEG is broken");
}

std::vector<int> waves(int x, int y) {
  const auto wave = [](double phase) { return static_cast<int>(128 + 100 * std::sin(phase)); };
  return {wave(x * 0.31 + y * 0.05), wave(x * 0.07 - y * 0.23), wave((x + y) * 0.11)};
}

std::vector<JSAMPLE> row_of(const SampledJpeg& options, int y) {
  std::vector<JSAMPLE> row;
  for (int x = 0; x < options.width; ++x) {
    const auto colour = options.colour ? options.colour(x, y) : waves(x, y);
    for (int band = 0; band < (options.grey ? 1 : 3); ++band) {
      row.push_back(static_cast<JSAMPLE>(colour[static_cast<std::size_t>(band)]));
    }
  }
  return row;
}

}  // namespace

std::string make_sampled_jpeg(const SampledJpeg& options) {
  jpeg_compress_struct codec{};
  jpeg_error_mgr errors{};
  codec.err = jpeg_std_error(&errors);
  errors.error_exit = give_up;
  jpeg_create_compress(&codec);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&codec, &bytes, &size);
  codec.image_width = static_cast<JDIMENSION>(options.width);
  codec.image_height = static_cast<JDIMENSION>(options.height);
  codec.input_components = options.grey ? 1 : 3;
  codec.in_color_space = options.grey ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, options.quality, TRUE);
  codec.comp_info[0].h_samp_factor = options.across;
  codec.comp_info[0].v_samp_factor = options.down;
  codec.restart_interval = options.restart;
  codec.arith_code = options.arithmetic ? TRUE : FALSE;
  if (options.progressive) jpeg_simple_progression(&codec);
  jpeg_start_compress(&codec, TRUE);
  for (int y = 0; y < options.height; ++y) {
    auto row = row_of(options, y);
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&codec, &pointer, 1);
  }
  jpeg_finish_compress(&codec);
  jpeg_destroy_compress(&codec);
  std::string result(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return result;
}

std::vector<std::uint8_t> luma_of(std::string_view jpeg) {
  jpeg_decompress_struct codec{};
  jpeg_error_mgr errors{};
  codec.err = jpeg_std_error(&errors);
  errors.error_exit = give_up;
  jpeg_create_decompress(&codec);
  jpeg_mem_src(&codec, reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size());
  jpeg_read_header(&codec, TRUE);
  codec.out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress(&codec);
  std::vector<std::uint8_t> luma(std::size_t{codec.output_width} * codec.output_height);
  while (codec.output_scanline < codec.output_height) {
    JSAMPROW row = luma.data() + std::size_t{codec.output_scanline} * codec.output_width;
    jpeg_read_scanlines(&codec, &row, 1);
  }
  jpeg_finish_decompress(&codec);
  jpeg_destroy_decompress(&codec);
  return luma;
}

std::string baseline_of(std::string_view jpeg) {
  jpeg_decompress_struct from{};
  jpeg_compress_struct to{};
  jpeg_error_mgr errors{};
  from.err = to.err = jpeg_std_error(&errors);
  errors.error_exit = give_up;
  jpeg_create_decompress(&from);
  jpeg_create_compress(&to);
  jpeg_mem_src(&from, reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size());
  jpeg_read_header(&from, TRUE);
  auto** const coefficients = jpeg_read_coefficients(&from);
  jpeg_copy_critical_parameters(&from, &to);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&to, &bytes, &size);
  to.optimize_coding = TRUE;
  jpeg_write_coefficients(&to, coefficients);
  jpeg_finish_compress(&to);
  jpeg_finish_decompress(&from);
  jpeg_destroy_compress(&to);
  jpeg_destroy_decompress(&from);
  std::string result(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return result;
}

}  // namespace vitrine::images
