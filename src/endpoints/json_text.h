// Small JSON answers, written by hand where a request must not cost much.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "failure/check.h"

namespace vitrine::endpoints {

// Appends `text` as a JSON string with its quotes (RFC 8259). `text` is UTF-8.
void append_json_text(std::string& to, std::string_view text);

// Numbers of one object, written in place: for answers of which there are a hundred thousand a
// second. Lives on: one call.
class JsonNumbers {
 public:
  // `member` is what stands in front of the number, as in R"(,"total":)".
  template <std::size_t N>
  void add(const char (&member)[N], std::uint64_t number) {
    constexpr std::size_t kDigitsMax = 20;
    check(N + kDigitsMax <= text_.size() - used_, "JsonNumbers has room for so many members");
    std::memcpy(text_.data() + used_, member, N - 1);
    auto* const digits = text_.data() + used_ + N - 1;
    used_ = static_cast<std::size_t>(std::to_chars(digits, digits + kDigitsMax, number).ptr -
                                     text_.data());
  }

  std::string_view view() const { return {text_.data(), used_}; }

 private:
  std::array<char, 512> text_;
  std::size_t used_ = 0;
};

}  // namespace vitrine::endpoints
