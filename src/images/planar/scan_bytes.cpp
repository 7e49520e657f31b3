#include "images/planar/scan_bytes.h"

#include <cstring>

namespace vitrine::images {

bool ScanBytes::take_mark(std::uint8_t mark) {
  constexpr std::uint8_t kFirstRestart = 0xd0;
  if (mark == 0) {
    bytes_[size_++] = 0xff;
    return true;
  }
  if (mark != kFirstRestart + (starts_.size() - 1) % 8) return false;
  starts_.push_back(size_);
  return true;
}

std::optional<ScanBytes> ScanBytes::of(std::string_view scan) {
  ScanBytes result;
  result.bytes_.resize(scan.size() + kPadding);
  result.starts_.push_back(0);
  while (!scan.empty()) {
    const auto mark = scan.find('\xff');
    const auto plain = mark == std::string_view::npos ? scan.size() : mark;
    std::memcpy(result.bytes_.data() + result.size_, scan.data(), plain);
    result.size_ += plain;
    if (mark == std::string_view::npos) break;
    if (mark + 1 >= scan.size()) return std::nullopt;
    if (!result.take_mark(static_cast<std::uint8_t>(scan[mark + 1]))) return std::nullopt;
    scan.remove_prefix(mark + 2);
  }
  return result;
}

std::span<const std::uint8_t> ScanBytes::interval(std::size_t index) const {
  const auto end = index + 1 < starts_.size() ? starts_[index + 1] : size_;
  return {bytes_.data() + starts_[index], end - starts_[index]};
}

}  // namespace vitrine::images
