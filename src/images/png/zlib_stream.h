// What PNG needs of libdeflate, which works on whole buffers: twice as fast as zlib, and never
// stopped by a deadline, so that its callers bound their buffers. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "images/png/kept_buffer.h"

namespace vitrine::images {

std::uint32_t crc_of(std::string_view bytes);

// `size` bytes and `slack` zeros behind them. Absent when the stream is broken, is not the whole of
// `compressed`, fails its checksum, or holds fewer or more bytes.
std::optional<KeptBuffer> inflate_exactly(std::string_view compressed,
                                          std::size_t size,
                                          std::size_t slack);

// Levels of libdeflate: 1 to 12.
std::string deflate(std::span<const std::uint8_t> bytes, int level);

}  // namespace vitrine::images
