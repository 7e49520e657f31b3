// The name of a header in an answer. Literals are checked by the compiler, so that writing them
// costs a request nothing.
#pragma once

#include <string_view>

#include "failure/check.h"
#include "http/field_value.h"

namespace vitrine::http {

class HeaderName {
 public:
  template <std::size_t N>
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is a name.
  consteval HeaderName(const char (&literal)[N]) : HeaderName(std::string_view(literal, N - 1)) {}

  // Throws std::logic_error for what is no name, or is written by the connection itself, which
  // knows what it really sends.
  constexpr explicit HeaderName(std::string_view text) : text_(text) {
    check(is_token(text), "a header name is a token");
    check(!belongs_to_the_connection(text), "this header is written by the connection");
  }

  constexpr std::string_view text() const { return text_; }

 private:
  static constexpr bool is_token(std::string_view text) {
    bool token = !text.empty();
    for (const char c : text) token = token && is_token_character(c);
    return token;
  }

  static constexpr bool belongs_to_the_connection(std::string_view text) {
    for (const std::string_view name :
         {"Date", "Server", "Connection", "Content-Length", "Transfer-Encoding"}) {
      if (equal_ignoring_case(text, name)) return true;
    }
    return false;
  }

  std::string_view text_;
};

}  // namespace vitrine::http
