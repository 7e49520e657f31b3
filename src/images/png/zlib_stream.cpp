#include "images/png/zlib_stream.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

namespace vitrine::images {

namespace {

struct Free {
  void operator()(libdeflate_decompressor* decompressor) const {
    libdeflate_free_decompressor(decompressor);
  }

  void operator()(libdeflate_compressor* compressor) const {
    libdeflate_free_compressor(compressor);
  }
};

template <typename Handle>
std::unique_ptr<Handle, Free> owned(Handle* handle) {
  if (handle == nullptr) throw std::bad_alloc();
  return std::unique_ptr<Handle, Free>(handle);
}

}  // namespace

std::uint32_t crc_of(std::string_view bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

std::optional<KeptBuffer> inflate_exactly(std::string_view compressed,
                                          std::size_t size,
                                          std::size_t slack) {
  const auto decompressor = owned(libdeflate_alloc_decompressor());
  KeptBuffer bytes(size + slack);
  std::size_t read = 0;
  // Without a place for the number of bytes made, any other number is a failure.
  const auto result = libdeflate_zlib_decompress_ex(
      decompressor.get(), compressed.data(), compressed.size(), bytes.get(), size, &read, nullptr);
  if (result != LIBDEFLATE_SUCCESS || read != compressed.size()) return std::nullopt;
  std::fill_n(bytes.get() + size, slack, std::uint8_t{0});
  return bytes;
}

std::string deflate(std::span<const std::uint8_t> bytes, int level) {
  const auto compressor = owned(libdeflate_alloc_compressor(level));
  std::string result;
  result.resize(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()));
  result.resize(libdeflate_zlib_compress(
      compressor.get(), bytes.data(), bytes.size(), result.data(), result.size()));
  return result;
}

}  // namespace vitrine::images
