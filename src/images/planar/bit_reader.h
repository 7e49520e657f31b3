// Bits of one interval of a scan, most significant first. Reads are never past `limit` + 8: a
// reader that has run out gives bits that mean nothing, and `overrun` tells.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace vitrine::images {

class BitReader {
 public:
  // Eight bytes behind `limit` can be read. `limit` is at least eight bytes behind the interval.
  BitReader(std::span<const std::uint8_t> interval, const std::uint8_t* limit)
      : start_(interval.data()), size_(interval.size()), next_(interval.data()), limit_(limit) {}

  // Bytes of the interval that no refill has taken yet; negative where it took more than there are.
  std::ptrdiff_t ahead() const { return start_ + size_ - next_; }

  // From the byte on that has the next bit.
  std::span<const std::uint8_t> unread() const {
    const auto whole = std::min(consumed_bits() / 8, size_);
    return {start_ + whole, size_ - whole};
  }

  // Goes on with the same bits at another place, and with those behind them: `interval` begins with
  // what is unread.
  void move_to(std::span<const std::uint8_t> interval, const std::uint8_t* limit) {
    const auto taken = static_cast<unsigned>(consumed_bits() % 8);
    *this = BitReader(interval, limit);
    refill();
    drop(taken);
  }

  // At least 56 bits are there after it.
  void refill() {
    std::uint64_t word = 0;
    std::memcpy(&word, next_, sizeof(word));
    if constexpr (std::endian::native == std::endian::little) word = std::byteswap(word);
    bits_ |= word >> count_;
    next_ = std::min(next_ + ((63 - count_) >> 3), limit_);
    count_ |= 56;
  }

  // Goes on where a copy of this reader has come to.
  void follow(const BitReader& copy) {
    next_ = copy.next_;
    bits_ = copy.bits_;
    count_ = copy.count_;
  }

  // Only where fewer than `count` are there.
  void refill_below(unsigned count) {
    if (count_ < count) refill();
  }

  // 1 to 32, of those that are there.
  std::uint32_t peek(unsigned count) const {
    return static_cast<std::uint32_t>(bits_ >> (64 - count));
  }

  // Fewer than 56, of those that are there.
  void drop(unsigned count) {
    bits_ <<= count;
    count_ -= count;
  }

  std::uint32_t take(unsigned count) {
    const auto value = peek(count);
    drop(count);
    return value;
  }

  bool overrun() const { return consumed_bits() > size_ * 8; }

  // Everything but the bits that fill the last byte has been read, and no more.
  bool finished() const { return (consumed_bits() + 7) / 8 == size_; }

 private:
  std::size_t consumed_bits() const {
    return static_cast<std::size_t>(next_ - start_) * 8 - count_;
  }

  const std::uint8_t* start_;
  std::size_t size_;
  const std::uint8_t* next_;
  const std::uint8_t* limit_;
  std::uint64_t bits_ = 0;
  unsigned count_ = 0;
};

}  // namespace vitrine::images
