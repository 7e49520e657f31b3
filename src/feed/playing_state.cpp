#include "feed/playing_state.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

namespace vitrine::feed {

namespace {

constexpr const char* kTitle = "vitrine-replay-1";

}  // namespace

std::string state_text(const PlayingState& state) {
  auto text = fmt::format("{}\nsource {}\nround {}\nposition {}\n",
                          kTitle,
                          state.source,
                          state.round_start.time_since_epoch().count(),
                          state.position);
  // Ids have no line breaks: they are plain text.
  for (const auto& id : state.sent) text += "sent " + id + "\n";
  return text;
}

Result<PlayingState> parse_state(const std::string& text) {
  std::istringstream lines(text);
  PlayingState state;
  std::string title;
  std::string name;
  std::int64_t round = 0;
  std::getline(lines, title);
  const auto expect = [&](std::string_view right) { return (lines >> name) && name == right; };
  if (title != kTitle || !expect("source") || !(lines >> state.source) || !expect("round") ||
      !(lines >> round) || !expect("position") || !(lines >> state.position)) {
    return fail(FailureKind::bad_request, "The state file is not one of vitrine replay");
  }
  state.round_start = sales::Moment(std::chrono::milliseconds(round));
  while (expect("sent")) {
    std::string id;
    std::getline(lines.ignore(1), id);
    state.sent.push_back(std::move(id));
  }
  return state;
}

Result<PlayingState> load_state(const std::string& file, const std::string& source) {
  PlayingState fresh;
  fresh.source = source;
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return fresh;
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.good() && !stream.eof()) {
    return fail(FailureKind::unavailable, "The state file cannot be read");
  }
  TRY(auto state, parse_state(text));
  return state.source == source ? state : fresh;
}

Result<void> save_state(const std::string& file, const PlayingState& state) {
  const auto temporary = file + ".new";
  {
    std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
    stream << state_text(state);
    stream.flush();
    if (!stream) return fail(FailureKind::unavailable, "The state file cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(temporary, file, error);
  if (error) return fail(FailureKind::unavailable, "The state file cannot be replaced");
  return {};
}

}  // namespace vitrine::feed
