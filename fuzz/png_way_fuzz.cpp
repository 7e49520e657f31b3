// The short way of a PNG: chunks, inflate, filters, the resize to a size that depends on that of
// the file (which must be the same on every processor), and the writer.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "images/png/read_png.h"
#include "images/png/shrink_png.h"
#include "images/png/write_png.h"
#include "images/png/zlib_stream.h"

using namespace vitrine::images;

namespace {

constexpr std::uint64_t kPixelsMax = 300'000;

void require(bool holds) {
  if (!holds) std::abort();
}

Plan make_plan_of(Size from, std::size_t seed) {
  Plan plan;
  const auto divided_by = static_cast<std::uint32_t>(1 + seed % 5);
  plan.scaled = {(from.width + divided_by - 1) / divided_by,
                 (from.height + divided_by - 1) / divided_by};
  plan.resizes = divided_by > 1;
  plan.crop.size = {(plan.scaled.width + 1) / 2, plan.scaled.height};
  plan.crop.left = plan.scaled.width - plan.crop.size.width;
  plan.flatten = seed % 2 == 0;
  return plan;
}

// Checksums are made right, as no mutation would ever get past them.
std::string with_checksums(std::string file) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kAround = 12;
  for (std::size_t at = kSignature; at + kAround <= file.size();) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length = length << 8 | static_cast<unsigned char>(file[at + i]);
    if (length > file.size() - at - kAround) break;
    const auto checksum = crc_of(std::string_view(file).substr(at + 4, length + 4));
    for (unsigned i = 0; i < 4; ++i) {
      file[at + 8 + length + i] = static_cast<char>(checksum >> (24 - 8 * i));
    }
    at += length + kAround;
  }
  return file;
}

// Bytes that are no file are rows as they come out of the inflate.
std::optional<PngFile> rows_of(std::string_view bytes) {
  if (bytes.size() < 4) return std::nullopt;
  const auto byte = [bytes](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  PngFile file;
  file.samples = static_cast<PngSamples>(byte(0) % 5);
  file.colours = byte(1);
  file.palette_has_alpha = byte(2) % 2 != 0;
  file.size.width = 1U + byte(3);
  bytes.remove_prefix(4);
  file.size.height = static_cast<std::uint32_t>(bytes.size() / (file.row_bytes() + 1));
  if (file.size.height == 0) return std::nullopt;
  const auto size = file.size.height * (file.row_bytes() + 1);
  file.inflated = KeptBuffer(size + kRowSlack);
  std::copy_n(bytes.data(), size, file.inflated.get());
  std::fill_n(file.inflated.get() + size, kRowSlack, std::uint8_t{0});
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const bool is_file = bytes.starts_with("\x89PNG");
  const auto file = is_file ? read_png(with_checksums(std::string(bytes))) : rows_of(bytes);
  if (!file || file->size.pixels() > kPixelsMax) return 0;
  const std::atomic<bool> nobody_cancels{false};
  const Deadline deadline(std::chrono::hours(1), nobody_cancels);
  const auto plan = make_plan_of(file->size, size);
  const auto pixels = shrink_png(*file, plan, resampler(), deadline);
  const auto plain = shrink_png(*file, plan, plain_resampler(), deadline);
  require(pixels.has_value() == plain.has_value());
  if (!pixels) return 0;
  require(pixels->size == plan.crop.size && pixels->bytes() == plain->bytes());
  require(std::equal(
      pixels->samples.get(), pixels->samples.get() + pixels->bytes(), plain->samples.get()));
  const auto written = write_png({.samples = pixels->samples.get(),
                                  .width = pixels->size.width,
                                  .height = pixels->size.height,
                                  .pixel_bytes = pixels->bands},
                                 {});
  require(read_png(written).has_value());
  return 0;
}
