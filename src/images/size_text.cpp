// The size of a picture as it is written in a URL:
//
//   size    = ( "w" number | "h" number | "x" number | number "x" number | "full_size" ) [ quality
//   ] quality = "-" ( "q" | "c" ) number
//
// A number is decimal, from 1, without sign and without leading zeros, so that a size has one
// spelling and a cache in front of us keeps it once.
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "images/recipe.h"

namespace vitrine::images {

namespace {

constexpr std::string_view kForms = "w500, h400, x400, 300x400 or full_size, then perhaps -q80";

// What a stranger wrote, short and printable enough to be shown to them again.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string shown = "\"";
  for (const char c : text.substr(0, kShown)) {
    shown += c >= ' ' && c <= '~' ? c : '?';
  }
  return shown + (text.size() > kShown ? "…\"" : "\"");
}

std::unexpected<Failure> not_a_size(std::string_view text) {
  return fail(FailureKind::bad_request,
              fmt::format("{} is not a size; write {}", quoted(text), kForms));
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<std::uint32_t> parse_side(std::string_view digits, std::string_view text) {
  if (!is_number(digits)) return not_a_size(text);
  if (digits.front() == '0') {
    return fail(FailureKind::bad_request,
                fmt::format("{}: a side is a number from 1 without leading zeros", quoted(text)));
  }
  std::uint32_t side = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), side);
  if (read.ec != std::errc{}) {
    return fail(
        FailureKind::not_accepted,
        fmt::format(
            "{}: a side is at most {}", quoted(text), std::numeric_limits<std::uint32_t>::max()));
  }
  return side;
}

Result<int> parse_quality(std::string_view digits, std::string_view text) {
  int quality = 0;
  const auto* const begin = digits.data();
  const bool fits = is_number(digits) && digits.size() <= 3 && digits.front() != '0' &&
                    std::from_chars(begin, begin + digits.size(), quality).ec == std::errc{};
  if (!fits || quality > 100) {
    return fail(FailureKind::bad_request,
                fmt::format("{}: a quality is a number from 1 to 100", quoted(text)));
  }
  return quality;
}

Result<SizeText> parse_box(std::string_view size, std::string_view text) {
  const auto x = size.find('x');
  if (x == std::string_view::npos) return not_a_size(text);
  TRY(const auto height, parse_side(size.substr(x + 1), text));
  if (x == 0) return SizeText{Fit::cover, height, height, std::nullopt};
  TRY(const auto width, parse_side(size.substr(0, x), text));
  return SizeText{Fit::cover, width, height, std::nullopt};
}

Result<SizeText> parse_sides(std::string_view size, std::string_view text) {
  if (size == "full_size") return SizeText{};
  if (size.starts_with('w')) {
    TRY(const auto width, parse_side(size.substr(1), text));
    return SizeText{Fit::width, width, 0, std::nullopt};
  }
  if (size.starts_with('h')) {
    TRY(const auto height, parse_side(size.substr(1), text));
    return SizeText{Fit::height, 0, height, std::nullopt};
  }
  return parse_box(size, text);
}

}  // namespace

Result<SizeText> parse_size(std::string_view text) {
  const auto dash = text.find('-');
  TRY(auto size, parse_sides(text.substr(0, dash), text));
  if (dash == std::string_view::npos) return size;
  const auto option = text.substr(dash + 1);
  if (!option.starts_with('q') && !option.starts_with('c')) return not_a_size(text);
  TRY(size.quality, parse_quality(option.substr(1), text));
  return size;
}

}  // namespace vitrine::images
