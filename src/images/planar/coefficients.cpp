#include "images/planar/coefficients.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <utility>

#include <jpeglib.h>

#include "images/planar/block_parts.h"

namespace vitrine::images {

static_assert(sizeof(CoefficientBlock) == sizeof(JBLOCK));

// libjpeg leaves by a jump; what it jumps over has no destructors.
struct Coefficients::Codec {
  explicit Codec(const Deadline& limit) : deadline(limit) {}

  ~Codec() { jpeg_destroy_decompress(&codec); }

  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;

  // False when libjpeg leaves.
  bool open(std::string_view jpeg);
  bool read_all();
  const CoefficientBlock* row(std::size_t component, std::uint32_t block_row);

  jpeg_decompress_struct codec{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf back{};
  const Deadline& deadline;
  jvirt_barray_ptr* arrays = nullptr;
  JpegHeader header;
  std::array<CoefficientLayout, 3> layouts{};
};

namespace {

template <typename Codec>
Codec& codec_of(j_common_ptr common) {
  return *static_cast<Codec*>(common->client_data);
}

bool is_common_kind(const jpeg_decompress_struct& codec) {
  const bool grey = codec.num_components == 1 && codec.jpeg_color_space == JCS_GRAYSCALE;
  const bool colour = codec.num_components == 3 && codec.jpeg_color_space == JCS_YCbCr;
  if (codec.data_precision != 8 || (!grey && !colour)) return false;
  if (grey) return true;
  const auto* const parts = codec.comp_info;
  const auto is_single = [](const jpeg_component_info& part) {
    return part.h_samp_factor == 1 && part.v_samp_factor == 1;
  };
  return parts[0].h_samp_factor <= 2 && parts[0].v_samp_factor <= 2 && is_single(parts[1]) &&
         is_single(parts[2]);
}

JpegHeader header_of(const jpeg_decompress_struct& codec, std::string_view jpeg) {
  JpegHeader header;
  header.width = codec.image_width;
  header.height = codec.image_height;
  header.component_count = static_cast<std::uint32_t>(codec.num_components);
  header.scan = jpeg;
  // A scan of one component goes block by block, whatever it says about sampling.
  if (header.grey()) return header;
  for (std::size_t i = 0; i < header.component_count; ++i) {
    header.components[i].across = static_cast<std::uint32_t>(codec.comp_info[i].h_samp_factor);
    header.components[i].down = static_cast<std::uint32_t>(codec.comp_info[i].v_samp_factor);
  }
  return header;
}

std::uint64_t coefficient_bytes(const jpeg_decompress_struct& codec) {
  std::uint64_t blocks = 0;
  for (int i = 0; i < codec.num_components; ++i) {
    blocks +=
        std::uint64_t{codec.comp_info[i].width_in_blocks} * codec.comp_info[i].height_in_blocks;
  }
  return blocks * sizeof(JBLOCK);
}

// False for steps that are none.
bool read_layout(const jpeg_decompress_struct& codec, int component, CoefficientLayout& layout) {
  const auto& part = codec.comp_info[component];
  // What was in force when the component was first met.
  const auto* const table = part.quant_table;
  if (table == nullptr) return false;
  layout.blocks_across = part.width_in_blocks;
  layout.blocks_down = part.height_in_blocks;
  for (std::size_t i = 0; i < layout.steps.size(); ++i) {
    const auto step = table->quantval[i];
    if (step == 0 || step > 255) return false;
    layout.steps[i] = step;
    // libjpeg keeps it for progressive files only, in zigzag order; others tell all bits at once.
    const int missing = codec.coef_bits == nullptr ? 0 : codec.coef_bits[component][i];
    layout.missing_bits[kZigzag[i]] = static_cast<std::int8_t>(missing < 0 ? kUnknown : missing);
  }
  return layout.missing_bits[0] != kUnknown;
}

}  // namespace

bool Coefficients::Codec::open(std::string_view jpeg) {
  codec.err = jpeg_std_error(&errors);
  codec.client_data = this;
  errors.error_exit = [](j_common_ptr common) {
    std::longjmp(codec_of<Codec>(common).back, 1);  // NOLINT(cert-err52-cpp)
  };
  errors.output_message = [](j_common_ptr) {};
  // Below 0 it is a warning: the file is damaged.
  errors.emit_message = [](j_common_ptr common, int level) {
    if (level < 0) std::longjmp(codec_of<Codec>(common).back, 1);  // NOLINT(cert-err52-cpp)
  };
  progress.progress_monitor = [](j_common_ptr common) {
    auto& self = codec_of<Codec>(common);
    if (self.deadline.passed()) std::longjmp(self.back, 1);  // NOLINT(cert-err52-cpp)
  };
  if (setjmp(back) != 0) return false;  // NOLINT(cert-err52-cpp)
  jpeg_create_decompress(&codec);
  codec.progress = &progress;
  jpeg_mem_src(&codec, reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size());
  jpeg_read_header(&codec, TRUE);
  if (!is_common_kind(codec)) return false;
  header = header_of(codec, jpeg);
  return true;
}

bool Coefficients::Codec::read_all() {
  if (setjmp(back) != 0) return false;  // NOLINT(cert-err52-cpp)
  arrays = jpeg_read_coefficients(&codec);
  if (arrays == nullptr) return false;
  for (int i = 0; i < codec.num_components; ++i) {
    if (!read_layout(codec, i, layouts[static_cast<std::size_t>(i)])) return false;
  }
  return true;
}

const CoefficientBlock* Coefficients::Codec::row(std::size_t component, std::uint32_t block_row) {
  if (setjmp(back) != 0) return nullptr;  // NOLINT(cert-err52-cpp)
  auto* const common = reinterpret_cast<j_common_ptr>(&codec);
  auto** const rows = codec.mem->access_virt_barray(common, arrays[component], block_row, 1, FALSE);
  return reinterpret_cast<const CoefficientBlock*>(rows[0]);
}

Coefficients::Coefficients(std::unique_ptr<Codec> codec) : codec_(std::move(codec)) {
}

Coefficients::~Coefficients() = default;

std::unique_ptr<Coefficients> Coefficients::open(std::string_view jpeg, const Deadline& deadline) {
  auto codec = std::make_unique<Codec>(deadline);
  if (!codec->open(jpeg) || coefficient_bytes(codec->codec) > kCoefficientBytesMax) return nullptr;
  return std::unique_ptr<Coefficients>(new Coefficients(std::move(codec)));
}

bool Coefficients::read() {
  const bool read = codec_->read_all();
  codec_->deadline.check();
  return read;
}

const JpegHeader& Coefficients::header() const {
  return codec_->header;
}

const CoefficientLayout& Coefficients::layout(std::size_t component) const {
  return codec_->layouts[component];
}

const CoefficientBlock* Coefficients::row(std::size_t component, std::uint32_t block_row) {
  return codec_->row(component, block_row);
}

}  // namespace vitrine::images
