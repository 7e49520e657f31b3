// Reads JSON (RFC 8259) from front to back, as its reader asks for it: nothing is built that nobody
// wants, numbers are given as the text that stands there, and a mistake is told with its place and
// with what would have been right. Lives on: one call.
//
//   TRY_VOID(cursor.object([&](const std::string& name) -> Result<void> {
//     TRY(const auto value, cursor.text());
//     ...
//   }));
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::json {

enum class Kind : std::uint8_t { object, array, text, number, boolean, null };

// With its article: "an object", "a text".
std::string_view name(Kind kind);

// Every failure is bad_request, and the cursor is of no use after one.
class Cursor {
 public:
  // Arrays and objects inside each other.
  static constexpr int kDepthMax = 64;

  // `text` outlives the cursor and what it gives.
  explicit Cursor(std::string_view text) : text_(text) {}

  // Of the value that comes next; nothing is taken.
  Result<Kind> next();
  // Is there nothing but white space left?
  bool at_end();

  // `member` takes the value of the member that it is told.
  template <class Member>
  Result<void> object(Member member) {
    TRY_VOID(open('{'));
    TRY(bool more, is_filled('}'));
    while (more) {
      TRY(const auto key, member_name());
      TRY_VOID(member(key));
      TRY(more, goes_on('}'));
    }
    return {};
  }

  // `element` takes the value of one element.
  template <class Element>
  Result<void> array(Element element) {
    TRY_VOID(open('['));
    TRY(bool more, is_filled(']'));
    while (more) {
      TRY_VOID(element());
      TRY(more, goes_on(']'));
    }
    return {};
  }

  // Decoded; UTF-8.
  Result<std::string> text();
  // As it stands there: "12.50", "1e3".
  Result<std::string_view> number();
  // Takes a value of any kind, and gives it as it stands there.
  Result<std::string_view> any();

  // Of the value that comes next, or came last: "line 3, column 14". Both count from 1, columns in
  // characters.
  std::string place() const { return place_of(at_); }

 private:
  void skip_space();
  bool take(std::string_view word);
  Result<void> open(char bracket);
  Result<bool> is_filled(char bracket);
  Result<bool> goes_on(char bracket);
  Result<std::string> member_name();
  Result<void> escape(std::string& to);
  Result<std::uint32_t> four_digits();
  Result<void> character(std::string& to);
  Result<void> digits();
  Result<void> pass_over();
  std::unexpected<Failure> expected(std::string_view what) const;
  std::string place_of(std::size_t at) const;

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace vitrine::json
