#include "images/planar/code_tables.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace vitrine::images {

namespace {

constexpr std::uint8_t kZeros16 = 0xf0;
constexpr std::uint8_t kEndOfBlock = 0;
constexpr std::uint8_t kNoSymbol = 0xff;
// Of 8 bit pictures. Larger ones come from other kinds of JPEG, or from nowhere.
constexpr unsigned kMeanSizeMax = 11;
constexpr unsigned kWaveSizeMax = 10;

std::span<const std::uint8_t> symbols_of(const HuffmanCode& code) {
  const auto count = std::accumulate(code.counts.begin(), code.counts.end(), 0U);
  return std::span(code.symbols).first(count);
}

}  // namespace

std::optional<SymbolTable> SymbolTable::of(const HuffmanCode& code) {
  SymbolTable table;
  table.symbols_ = code.symbols;
  std::uint32_t next = 0;
  std::uint32_t place = 0;
  for (unsigned length = 1; length <= 16; ++length) {
    table.offsets_[length] = static_cast<std::int32_t>(place) - static_cast<std::int32_t>(next);
    const std::uint32_t count = code.counts[length];
    if (next + count > 1U << length) return std::nullopt;
    for (std::uint32_t i = 0; i < count && length <= kLook; ++i) {
      const Entry entry{.length = static_cast<std::uint8_t>(length),
                        .symbol = code.symbols[place + i]};
      const auto first = (next + i) << (kLook - length);
      std::fill_n(table.entries_.begin() + first, 1U << (kLook - length), entry);
    }
    next += count;
    place += count;
    table.above_[length] = next << (16 - length);
    next <<= 1;
  }
  return table;
}

int SymbolTable::read_long(BitReader& reader) const {
  const auto bits = reader.peek(16);
  for (unsigned length = kLook + 1; length <= 16; ++length) {
    if (bits >= above_[length]) continue;
    const auto place = static_cast<std::int32_t>(bits >> (16 - length)) + offsets_[length];
    reader.drop(length);
    return symbols_[static_cast<std::size_t>(place) & 255];
  }
  return -1;
}

NumberTable::Number NumberTable::first_of(std::uint32_t bits, unsigned count) const {
  // Codes are looked up by the same bits, shorter ones with zeros behind them.
  const auto& entry = symbols_.look(count > kLook ? bits >> (count - kLook) : bits);
  const unsigned size = entry.symbol & 15;
  const unsigned length = entry.length + size;
  if (entry.length == 0 || length > count) return {};
  auto number = number_of(entry.symbol, bits >> (count - length) & ((1U << size) - 1));
  number.length = static_cast<std::uint8_t>(length);
  return number;
}

NumberTable::NumberTable(const SymbolTable& symbols, std::uint8_t end)
    : symbols_(symbols), end_(end) {
  constexpr std::uint32_t kMask = (1U << kLook) - 1;
  for (std::uint32_t bits = 0; bits <= kMask; ++bits) {
    auto& number = numbers_[bits];
    number = first_of(bits, kLook);
    if (number.length == 0 || number.run == kEnd) continue;
    const auto next = first_of(bits << number.length & kMask, kLook);
    if (next.run != kEnd || number.length + next.length > kLook) continue;
    number.run |= kLast;
    number.length = static_cast<std::uint8_t>(number.length + next.length);
  }
}

NumberTable::Number NumberTable::number_of(std::uint8_t symbol, std::uint32_t bits) const {
  return {.value = static_cast<std::int16_t>(extend(bits, symbol & 15)),
          .run = symbol == end_ ? kEnd : static_cast<std::uint8_t>(symbol >> 4)};
}

std::optional<NumberTable> NumberTable::of_means(const HuffmanCode& code) {
  const auto symbols = SymbolTable::of(code);
  const auto is_size = [](std::uint8_t symbol) { return symbol <= kMeanSizeMax; };
  if (!symbols || !std::ranges::all_of(symbols_of(code), is_size)) return std::nullopt;
  return NumberTable(*symbols, kNoSymbol);
}

std::optional<NumberTable> NumberTable::of_waves(const HuffmanCode& code) {
  const auto symbols = SymbolTable::of(code);
  const auto is_coefficient = [](std::uint8_t symbol) {
    const unsigned size = symbol & 15;
    return size == 0 ? symbol == kEndOfBlock || symbol == kZeros16 : size <= kWaveSizeMax;
  };
  if (!symbols || !std::ranges::all_of(symbols_of(code), is_coefficient)) return std::nullopt;
  return NumberTable(*symbols, kEndOfBlock);
}

NumberTable::Number NumberTable::read(BitReader& reader) const {
  const int symbol = symbols_.read(reader);
  if (symbol < 0) return {};
  const auto size = static_cast<unsigned>(symbol & 15);
  auto number = number_of(static_cast<std::uint8_t>(symbol), size == 0 ? 0 : reader.take(size));
  number.length = 1;
  return number;
}

WaveTable::WaveTable(const NumberTable& numbers) : numbers_(numbers) {
  for (std::uint32_t bits = 0; bits < groups_.size(); ++bits) groups_[bits] = make_group(bits);
}

WaveTable::Group WaveTable::make_group(std::uint32_t bits) const {
  unsigned length = 0;
  unsigned advance = 0;
  std::uint32_t energy = 0;
  bool ends = false;
  while (!ends) {
    const auto rest = bits << length & ((1U << kGroupLook) - 1);
    const auto next = numbers_.first_of(rest, kGroupLook);
    if (next.length == 0 || length + next.length > kGroupLook) break;
    ends = next.run == NumberTable::kEnd;
    if (!ends && advance + next.run + 1 > 63) break;
    if (!ends) advance += next.run + 1U;
    energy += static_cast<std::uint32_t>(next.value * next.value);
    length += next.length;
  }
  return {length | (ends ? 16U : 0U) | advance << 5 | energy << 12};
}

std::optional<WaveTable> WaveTable::of(const HuffmanCode& code) {
  const auto numbers = NumberTable::of_waves(code);
  if (!numbers) return std::nullopt;
  return WaveTable(*numbers);
}

}  // namespace vitrine::images
