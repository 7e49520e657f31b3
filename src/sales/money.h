// Exact money: whole minor units (cents) of a currency of ISO 4217. Nothing here is a floating
// point number, and sums have 128 bits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::sales {

// Minor units: 1250 is 12.50 USD, 1250 JPY or 1.250 KWD.
using Amount = std::int64_t;

// Of any number of amounts.
__extension__ using Sum = __int128;

struct Currency {
  // "USD".
  std::string_view code;
  // Digits behind the point, 0 to 4.
  unsigned decimals = 2;
};

// In which revenue is counted: every purchase says what it came to in US dollars.
inline constexpr Currency kUsd{"USD", 2};

// An amount in the currency of the purchase; an amount in US dollars (100,000,000.00). So the
// revenue of 900 million purchases still fits into the 64 bits of a store's column.
inline constexpr Amount kAmountMax = 1'000'000'000'000'000;
inline constexpr Amount kUsdMax = 10'000'000'000;

// Null for what is no active code of ISO 4217; codes are in capitals.
const Currency* find_currency(std::string_view code);

// What to do with digits that the currency has no place for. `nearest`, half to even, is for
// amounts that were converted from another currency; what somebody paid is exact.
enum class Rounding : std::uint8_t { exact, nearest };

// Reads a decimal number in the form of JSON ("12.5", "12.50", "0", "1e2"), also a negative one.
// bad_request that begins with `field` and names the text and what is wrong with it. Any length of
// text is safe; values are limited to 18 digits.
Result<Amount> parse_amount(std::string_view field,
                            std::string_view text,
                            const Currency& currency,
                            Rounding rounding = Rounding::exact);

// "12.50", "-0.05", "1250" when there are no decimals.
std::string amount_text(Sum amount, unsigned decimals);

}  // namespace vitrine::sales
