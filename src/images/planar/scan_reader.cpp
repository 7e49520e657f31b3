#include "images/planar/scan_reader.h"

#include <algorithm>
#include <cstring>

namespace vitrine::images {

namespace {

// Half of a second level cache; a whole small scan.
constexpr std::size_t kWindowBytes = 65'536;
// Readable behind the window for a reader that looks ahead or has run out.
constexpr std::size_t kPadding = 64;
constexpr std::uint8_t kFirstRestart = 0xd0;

}  // namespace

ScanReader::ScanReader(std::string_view scan)
    : scan_(scan),
      window_(std::min(scan.size(), kWindowBytes) + kPadding),
      bits_({window_.data(), 0}, window_.data()) {
}

bool ScanReader::unstuff(std::size_t size) {
  const auto room = window_.size() - kPadding;
  while (!scan_.empty() && size < room) {
    const auto part = scan_.substr(0, room - size);
    const auto plain = std::min(part.find('\xff'), part.size());
    std::memcpy(window_.data() + size, part.data(), plain);
    size += plain;
    scan_.remove_prefix(plain);
    if (plain == part.size()) continue;
    if (scan_.size() < 2) return false;
    const auto mark = static_cast<std::uint8_t>(scan_[1]);
    interval_ended_ = mark != 0;
    if (interval_ended_) break;
    window_[size++] = 0xff;
    scan_.remove_prefix(2);
  }
  interval_ended_ = interval_ended_ || scan_.empty();
  bits_.move_to({window_.data(), size}, window_.data() + size + 8);
  return true;
}

bool ScanReader::fill() {
  const auto rest = bits_.unread();
  std::memmove(window_.data(), rest.data(), rest.size());
  return unstuff(rest.size());
}

bool ScanReader::next_interval() {
  if (!interval_ended_ || !bits_.finished() || scan_.empty()) return false;
  if (static_cast<std::uint8_t>(scan_[1]) != kFirstRestart + next_mark_) return false;
  next_mark_ = (next_mark_ + 1) % 8;
  scan_.remove_prefix(2);
  interval_ended_ = false;
  bits_ = BitReader({window_.data(), 0}, window_.data());
  return unstuff(0);
}

}  // namespace vitrine::images
