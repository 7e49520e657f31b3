#include "sales/money.h"

#include <algorithm>
#include <optional>

namespace vitrine::sales {

namespace {

constexpr std::size_t kDigitsMax = 18;
constexpr std::size_t kShownBytesMax = 40;

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// digits * 10^exponent.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, char letter) {
  if (!text.starts_with(letter)) return false;
  text.remove_prefix(1);
  return true;
}

// Beyond four digits every exponent is as good as any other: the value has no place or is zero.
std::optional<std::int64_t> take_exponent(std::string_view& text) {
  if (!take(text, 'e') && !take(text, 'E')) return 0;
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const auto digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : digits) value = std::min<std::int64_t>(value * 10 + (digit - '0'), 9999);
  return negative ? -value : value;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal decimal;
  decimal.negative = take(text, '-');
  const auto whole = take_digits(text);
  if (whole.empty()) return std::nullopt;
  decimal.digits = whole;
  if (take(text, '.')) {
    const auto fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
    decimal.digits += fraction;
    decimal.exponent -= static_cast<std::int64_t>(fraction.size());
  }
  const auto exponent = take_exponent(text);
  if (!exponent || !text.empty()) return std::nullopt;
  decimal.exponent += *exponent;
  decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
  while (decimal.digits.ends_with('0')) {
    decimal.digits.pop_back();
    ++decimal.exponent;
  }
  return decimal;
}

Amount number_of(std::string_view digits) {
  Amount value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

// The number without the `cut` digits at its end, of which the last is not zero.
Amount rounded(std::string_view digits, std::size_t cut) {
  if (cut > digits.size()) return 0;
  const auto dropped = digits.substr(digits.size() - cut);
  const auto kept = number_of(digits.substr(0, digits.size() - cut));
  if (dropped.front() != '5') return kept + (dropped.front() > '5' ? 1 : 0);
  const bool is_half = dropped.size() == 1;
  return kept + (is_half ? kept % 2 : 1);
}

std::unexpected<Failure> refuse(std::string_view field, std::string_view text, std::string why) {
  std::string message(field);
  message += " is \"";
  message += text.substr(0, kShownBytesMax);
  message += text.size() > kShownBytesMax ? "…\"; " : "\"; ";
  return fail(FailureKind::bad_request, message + std::move(why));
}

}  // namespace

Result<Amount> parse_amount(std::string_view field,
                            std::string_view text,
                            const Currency& currency,
                            Rounding rounding) {
  const auto decimal = read_decimal(text);
  if (!decimal) return refuse(field, text, "it must be a decimal number such as 12.50");
  const auto& digits = decimal->digits;
  if (digits.empty()) return 0;
  const auto places = decimal->exponent + static_cast<std::int64_t>(currency.decimals);
  if (static_cast<std::int64_t>(digits.size()) + places > static_cast<std::int64_t>(kDigitsMax)) {
    return refuse(field, text, "it is too large");
  }
  Amount amount = 0;
  if (places >= 0) {
    amount = number_of(digits + std::string(static_cast<std::size_t>(places), '0'));
  } else if (rounding == Rounding::nearest) {
    amount = rounded(digits, static_cast<std::size_t>(-places));
  } else {
    return refuse(field,
                  text,
                  std::string(currency.code) + " has at most " + std::to_string(currency.decimals) +
                      " decimals");
  }
  return decimal->negative ? -amount : amount;
}

std::string amount_text(Sum amount, unsigned decimals) {
  __extension__ using Unsigned = unsigned __int128;
  const bool negative = amount < 0;
  auto rest = negative ? -static_cast<Unsigned>(amount) : static_cast<Unsigned>(amount);
  std::string reversed;
  for (unsigned places = 0; places <= decimals || rest != 0; ++places) {
    if (places == decimals && decimals > 0) reversed.push_back('.');
    reversed.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  if (negative) reversed.push_back('-');
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace vitrine::sales
