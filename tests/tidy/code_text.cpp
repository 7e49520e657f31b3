#include "tidy/code_text.h"

#include <algorithm>
#include <cctype>

#include "tidy/repository.h"

namespace vitrine::tidy {

namespace {

enum class Part { code, comment, literal };

// Goes through C++ text and says of each stretch what it is.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The text, with every part but `kept` as spaces.
  std::string keep(Part kept) {
    std::string out;
    out.reserve(text_.size());
    while (at_ < text_.size()) {
      const auto from = at_;
      const auto part = next();
      for (const char c : text_.substr(from, at_ - from)) {
        out += part == kept || c == '\n' ? c : ' ';
      }
    }
    return out;
  }

 private:
  Part next() {
    const auto rest = text_.substr(at_);
    if (rest.starts_with("//")) return until(rest.find('\n'), 0, Part::comment);
    if (rest.starts_with("/*")) return until(rest.find("*/", 2), 2, Part::comment);
    if (rest.starts_with("#include")) return until(rest.find('\n'), 0, Part::code);
    if (rest.starts_with("R\"") && !in_word()) return raw_literal(rest);
    if (rest.front() == '"' || (rest.front() == '\'' && !in_word())) return literal(rest);
    ++at_;
    return Part::code;
  }

  // Ends the part behind `end` (of the rest) and `more` bytes, or with the text.
  Part until(std::size_t end, std::size_t more, Part part) {
    at_ = end == std::string_view::npos ? text_.size() : std::min(text_.size(), at_ + end + more);
    return part;
  }

  // 1'000 is a number, and fooR"x" is not raw.
  bool in_word() const {
    if (at_ == 0) return false;
    const auto before = static_cast<unsigned char>(text_[at_ - 1]);
    return std::isalnum(before) != 0 || before == '_';
  }

  Part raw_literal(std::string_view rest) {
    const auto open = rest.find('(');
    if (open == std::string_view::npos) return until(open, 0, Part::literal);
    const auto close = ")" + std::string(rest.substr(2, open - 2)) + "\"";
    return until(rest.find(close, open), close.size(), Part::literal);
  }

  Part literal(std::string_view rest) {
    const char quote = rest.front();
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != quote && rest[end] != '\n') {
      end += rest[end] == '\\' ? 2 : 1;
    }
    return until(std::min(end, rest.size()), 1, Part::literal);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string code_only(std::string_view text) {
  return Scanner(text).keep(Part::code);
}

std::string comments_only(std::string_view text) {
  return Scanner(text).keep(Part::comment);
}

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> includes;
  each_line(code_only(text), [&](std::string_view line, int number) {
    if (!line.starts_with("#include")) return;
    const auto open = line.find_first_of("\"<");
    if (open == std::string_view::npos) return;
    const bool quoted = line[open] == '"';
    const auto close = line.find(quoted ? '"' : '>', open + 1);
    if (close == std::string_view::npos) return;
    includes.push_back({std::string(line.substr(open + 1, close - open - 1)), quoted, number});
  });
  return includes;
}

}  // namespace vitrine::tidy
