#include <algorithm>
#include <charconv>

#include "sales/log.h"

namespace vitrine::sales {

namespace {

constexpr std::size_t kEpochDigits = 16;

bool is_hexadecimal(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
}

}  // namespace

std::string mark_text(const Mark& mark) {
  return mark.epoch + ":" + std::to_string(mark.offset);
}

std::optional<Mark> parse_mark(std::string_view text) {
  if (text.size() < kEpochDigits + 2 || text[kEpochDigits] != ':') return std::nullopt;
  Mark mark;
  mark.epoch = text.substr(0, kEpochDigits);
  if (!std::ranges::all_of(mark.epoch, is_hexadecimal)) return std::nullopt;
  const auto digits = text.substr(kEpochDigits + 1);
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, mark.offset);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  // One way to write each mark.
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  return mark;
}

}  // namespace vitrine::sales
