// Huffman codes made into tables that read more than one thing at a time: a code with the number
// behind it, and, where coefficients are not wanted, as many whole symbols as fit into a step.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "images/planar/bit_reader.h"
#include "images/planar/jpeg_header.h"

namespace vitrine::images {

// Bits that one look covers: at a table of numbers, which should stay in the nearest cache, and at
// one of groups, which are the more the longer.
inline constexpr unsigned kLook = 10;
inline constexpr unsigned kGroupLook = 12;

// A number of `size` bits, as JPEG writes it: the upper half of the range is positive.
inline int extend(std::uint32_t bits, unsigned size) {
  const auto value = static_cast<int>(bits);
  return size == 0 || bits >> (size - 1) != 0 ? value : value - (1 << size) + 1;
}

// Codes to symbols.
class SymbolTable {
 public:
  struct Entry {
    std::uint8_t length = 0;  // of the code; 0 where it is longer than a look
    std::uint8_t symbol = 0;
  };

  // Absent when the lengths make no prefix code.
  static std::optional<SymbolTable> of(const HuffmanCode& code);

  const Entry& look(std::uint32_t bits) const { return entries_[bits]; }

  // The next symbol, of any length; 16 bits must be there. Negative: there is no such code.
  int read(BitReader& reader) const {
    const auto& entry = look(reader.peek(kLook));
    if (entry.length != 0) {
      reader.drop(entry.length);
      return entry.symbol;
    }
    return read_long(reader);
  }

 private:
  int read_long(BitReader& reader) const;

  std::array<Entry, 1U << kLook> entries_{};
  // By length: the first number, left-aligned in 16 bits, that is above all codes so far.
  std::array<std::uint32_t, 17> above_{};
  // By length: what to add to a code to get its place among the symbols.
  std::array<std::int32_t, 17> offsets_{};
  std::array<std::uint8_t, 256> symbols_{};
};

// Codes together with the numbers behind them: of means, where a symbol is a size, and of
// coefficients, where it is a run of zeros and a size.
class NumberTable {
 public:
  struct Number {
    std::int16_t value = 0;
    std::uint8_t length = 0;  // of code and number; 0: they do not fit into a look
    // Zeros before it, and kLast if the block ends behind it, or kEnd: there is no number, the
    // block ends.
    std::uint8_t run = 0;
  };

  static constexpr std::uint8_t kEnd = 64;
  static constexpr std::uint8_t kLast = 128;

  // Absent when a symbol is none of these.
  static std::optional<NumberTable> of_means(const HuffmanCode& code);
  static std::optional<NumberTable> of_waves(const HuffmanCode& code);

  const Number& look(std::uint32_t bits) const { return numbers_[bits]; }

  // The next number alone, of any length, without kLast; 32 bits must be there. Its length is 0
  // when there is no such code.
  Number read(BitReader& reader) const;

 private:
  friend class WaveTable;

  NumberTable(const SymbolTable& symbols, std::uint8_t end);

  Number number_of(std::uint8_t symbol, std::uint32_t bits) const;
  // The number that begins `bits`, of which the upper `count` are known.
  Number first_of(std::uint32_t bits, unsigned count) const;

  SymbolTable symbols_;
  // The symbol that ends a block, or one that does not occur.
  int end_;
  std::array<Number, 1U << kLook> numbers_{};
};

// Codes of a block's coefficients above the mean.
class WaveTable {
 public:
  // Several coefficients that nobody wants.
  struct Group {
    std::uint32_t packed = 0;

    // Of all of them; 0: not even one fits.
    unsigned length() const { return packed & 15; }

    bool ends_block() const { return (packed & 16) != 0; }

    unsigned advance() const { return packed >> 5 & 127; }

    // Sum of squares, before quantisation steps.
    std::uint32_t energy() const { return packed >> 12; }
  };

  static std::optional<WaveTable> of(const HuffmanCode& code);

  const NumberTable& numbers() const { return numbers_; }

  Group group(std::uint32_t bits) const { return groups_[bits]; }

 private:
  explicit WaveTable(const NumberTable& numbers);

  Group make_group(std::uint32_t bits) const;

  NumberTable numbers_;
  std::array<Group, 1U << kGroupLook> groups_{};
};

}  // namespace vitrine::images
