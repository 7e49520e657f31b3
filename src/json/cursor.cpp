#include "json/cursor.h"

#include <array>

#include <fmt/format.h>

#include "json/text.h"

namespace vitrine::json {

namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

int value_of_hexadecimal(char letter) {
  if (is_digit(letter)) return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

// Of the escapes with one letter.
char unescaped(char letter) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const auto at = kLetters.find(letter);
  return at == std::string_view::npos ? '\0' : kMeanings[at];
}

void append_utf8(std::string& to, std::uint32_t character) {
  const auto byte = [&to](std::uint32_t value) { to.push_back(static_cast<char>(value)); };
  if (character < 0x80) {
    byte(character);
  } else if (character < 0x800) {
    byte(0xc0 | (character >> 6));
    byte(0x80 | (character & 0x3f));
  } else if (character < 0x10000) {
    byte(0xe0 | (character >> 12));
    byte(0x80 | ((character >> 6) & 0x3f));
    byte(0x80 | (character & 0x3f));
  } else {
    byte(0xf0 | (character >> 18));
    byte(0x80 | ((character >> 12) & 0x3f));
    byte(0x80 | ((character >> 6) & 0x3f));
    byte(0x80 | (character & 0x3f));
  }
}

}  // namespace

std::string_view name(Kind kind) {
  constexpr std::array<std::string_view, 6> kNames = {
      "an object", "an array", "a text", "a number", "a boolean", "null"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::string Cursor::place_of(std::size_t at) const {
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char byte : text_.substr(0, at)) {
    if (byte == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xc0) != 0x80) {
      ++column;
    }
  }
  return fmt::format("line {}, column {}", line, column);
}

std::unexpected<Failure> Cursor::expected(std::string_view what) const {
  std::string found = "the end of the text";
  if (at_ < text_.size()) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    found = byte > 0x20 && byte < 0x7f ? fmt::format("'{}'", text_[at_])
                                       : fmt::format("byte 0x{:02x}", byte);
  }
  return fail(FailureKind::bad_request,
              fmt::format("Malformed JSON at {}: expected {}, found {}", place(), what, found));
}

void Cursor::skip_space() {
  const auto start = text_.find_first_not_of(" \t\r\n", at_);
  at_ = start == std::string_view::npos ? text_.size() : start;
}

bool Cursor::take(std::string_view word) {
  if (!text_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool Cursor::at_end() {
  skip_space();
  return at_ == text_.size();
}

Result<Kind> Cursor::next() {
  if (at_end()) return expected("a value");
  switch (text_[at_]) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::text;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      if (text_[at_] == '-' || is_digit(text_[at_])) return Kind::number;
      return expected("a value");
  }
}

Result<void> Cursor::open(char bracket) {
  skip_space();
  if (depth_ == kDepthMax) {
    return expected(fmt::format("at most {} arrays and objects inside each other", kDepthMax));
  }
  if (!take({&bracket, 1})) return expected(fmt::format("'{}'", bracket));
  ++depth_;
  return {};
}

Result<bool> Cursor::is_filled(char bracket) {
  skip_space();
  if (!take({&bracket, 1})) return true;
  --depth_;
  return false;
}

Result<bool> Cursor::goes_on(char bracket) {
  skip_space();
  if (take(",")) return true;
  if (!take({&bracket, 1})) return expected(fmt::format("',' or '{}'", bracket));
  --depth_;
  return false;
}

Result<std::string> Cursor::member_name() {
  skip_space();
  if (at_ == text_.size() || text_[at_] != '"') return expected("the name of a member in '\"'");
  TRY(auto member, text());
  skip_space();
  if (!take(":")) return expected("':'");
  return member;
}

Result<std::string> Cursor::text() {
  skip_space();
  if (!take("\"")) return expected("a text in '\"'");
  std::string value;
  while (!take("\"")) TRY_VOID(character(value));
  return value;
}

Result<void> Cursor::character(std::string& to) {
  if (at_ == text_.size()) return expected("'\"' at the end of a text");
  if (take("\\")) return escape(to);
  const auto byte = static_cast<unsigned char>(text_[at_]);
  if (byte < 0x20) return expected("a control character as an escape such as \\n");
  const auto bytes = utf8_bytes(text_.substr(at_));
  if (bytes == 0) return expected("a character of UTF-8");
  to.append(text_.substr(at_, bytes));
  at_ += bytes;
  return {};
}

Result<void> Cursor::escape(std::string& to) {
  if (take("u")) {
    TRY(auto unit, four_digits());
    if (unit >= 0xdc00 && unit < 0xe000) return expected("the first half of a pair before this");
    if (unit >= 0xd800 && unit < 0xdc00) {
      if (!take("\\u")) return expected("the second half of a pair, as in \\ud83d\\ude00");
      TRY(const auto second, four_digits());
      if (second < 0xdc00 || second >= 0xe000) return expected("the second half of a pair");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
    }
    append_utf8(to, unit);
    return {};
  }
  const char meaning = at_ < text_.size() ? unescaped(text_[at_]) : '\0';
  if (meaning == '\0') return expected("one of \" \\ / b f n r t u after '\\'");
  to.push_back(meaning);
  ++at_;
  return {};
}

Result<std::uint32_t> Cursor::four_digits() {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = at_ < text_.size() ? value_of_hexadecimal(text_[at_]) : -1;
    if (digit < 0) return expected("four hexadecimal digits after \\u");
    value = value * 16 + static_cast<std::uint32_t>(digit);
    ++at_;
  }
  return value;
}

Result<void> Cursor::digits() {
  if (at_ == text_.size() || !is_digit(text_[at_])) return expected("a digit");
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  return {};
}

Result<std::string_view> Cursor::number() {
  skip_space();
  const auto start = at_;
  take("-");
  // A leading zero stands alone.
  if (!take("0")) TRY_VOID(digits());
  if (at_ < text_.size() && is_digit(text_[at_])) return expected("no digit after a leading zero");
  if (take(".")) TRY_VOID(digits());
  if (take("e") || take("E")) {
    if (!take("-")) take("+");
    TRY_VOID(digits());
  }
  return text_.substr(start, at_ - start);
}

Result<void> Cursor::pass_over() {
  TRY(const auto kind, next());
  switch (kind) {
    case Kind::object:
      return object([this](const std::string&) { return pass_over(); });
    case Kind::array:
      return array([this] { return pass_over(); });
    case Kind::text:
      TRY_VOID(text());
      return {};
    case Kind::number:
      TRY_VOID(number());
      return {};
    default:
      if (take("true") || take("false") || take("null")) return {};
      return expected("true, false or null");
  }
}

Result<std::string_view> Cursor::any() {
  skip_space();
  const auto start = at_;
  TRY_VOID(pass_over());
  return text_.substr(start, at_ - start);
}

}  // namespace vitrine::json
