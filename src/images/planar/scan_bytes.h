// The entropy-coded bytes of a scan without what keeps markers apart from them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine::images {

class ScanBytes {
 public:
  // Behind the last interval so many bytes can be read, which are zero.
  static constexpr std::size_t kPadding = 64;

  // Absent when restart marks are not numbered in order, or other marks are in between.
  static std::optional<ScanBytes> of(std::string_view scan);

  // Between restart marks; at least one.
  std::size_t intervals() const { return starts_.size(); }

  std::span<const std::uint8_t> interval(std::size_t index) const;

  const std::uint8_t* end() const { return bytes_.data() + size_; }

 private:
  bool take_mark(std::uint8_t mark);

  std::vector<std::uint8_t> bytes_;
  std::size_t size_ = 0;
  std::vector<std::size_t> starts_;
};

}  // namespace vitrine::images
