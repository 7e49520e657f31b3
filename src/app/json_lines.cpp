#include "app/json_lines.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/stream_parser.hpp>
#include <fmt/format.h>

#include "app/json_options.h"

namespace vitrine::app {

namespace {

// Notes the line of each key. The text is parsed line by line, so the number of the line is known
// when a key ends: a text in JSON cannot go over the end of a line.
struct KeyLines {
  // Boost.JSON wants these names. The whole text is bounded, so its parts need not be.
  // NOLINTBEGIN(readability-identifier-naming)
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  // NOLINTEND(readability-identifier-naming)

  using Text = boost::json::string_view;
  using Error = boost::json::error_code;

  bool on_key_part(Text part, std::size_t, Error&) {
    key_.append(part.data(), part.size());
    return true;
  }

  bool on_key(Text rest, std::size_t, Error&) {
    key_.append(rest.data(), rest.size());
    auto path = path_.empty() || path_.back().empty() ? key_ : path_.back() + "." + key_;
    if (!arrays_ && !lines.try_emplace(path, line).second) repeated.push_back(path);
    pending_ = std::move(path);
    key_.clear();
    return true;
  }

  bool on_object_begin(Error&) {
    path_.push_back(std::move(pending_));
    pending_.clear();
    return true;
  }

  bool on_object_end(std::size_t, Error&) {
    path_.pop_back();
    return true;
  }

  // Objects inside of arrays have no path of their own.
  bool on_array_begin(Error&) {
    ++arrays_;
    return true;
  }

  bool on_array_end(std::size_t, Error&) {
    --arrays_;
    return true;
  }

  bool on_document_begin(Error&) { return true; }

  bool on_document_end(Error&) { return true; }

  bool on_string_part(Text, std::size_t, Error&) { return true; }

  bool on_string(Text, std::size_t, Error&) { return true; }

  bool on_number_part(Text, Error&) { return true; }

  bool on_int64(std::int64_t, Text, Error&) { return true; }

  bool on_uint64(std::uint64_t, Text, Error&) { return true; }

  bool on_double(double, Text, Error&) { return true; }

  bool on_bool(bool, Error&) { return true; }

  bool on_null(Error&) { return true; }

  bool on_comment_part(Text, Error&) { return true; }

  bool on_comment(Text, Error&) { return true; }

  int line = 1;
  std::map<std::string, int> lines;
  std::vector<std::string> repeated;

 private:
  std::vector<std::string> path_;
  std::string pending_;
  std::string key_;
  int arrays_ = 0;
};

std::unexpected<Failure> broken(int line, const boost::json::error_code& error) {
  return fail(FailureKind::bad_request, fmt::format("line {}: {}", line, error.message()));
}

}  // namespace

Result<JsonWithLines> parse_with_lines(std::string_view text) {
  boost::json::stream_parser values({}, json_options());
  boost::json::basic_parser<KeyLines> keys(json_options());
  boost::json::error_code error;
  auto& notes = keys.handler();
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n') + 1);
    const auto part = line.empty() ? text : line;
    text.remove_prefix(part.size());
    values.write(part.data(), part.size(), error);
    if (error) return broken(notes.line, error);
    keys.write_some(true, part.data(), part.size(), error);
    if (error) return broken(notes.line, error);
    if (!text.empty()) ++notes.line;
  }
  values.finish(error);
  if (error) return broken(notes.line, error);
  return JsonWithLines{values.release(), std::move(notes.lines), std::move(notes.repeated)};
}

}  // namespace vitrine::app
