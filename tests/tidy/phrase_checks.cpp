#include "tidy/phrase_checks.h"

#include <algorithm>
#include <cctype>

#include "tidy/code_text.h"

namespace vitrine::tidy {

namespace {

struct Phrase {
  std::string_view phrase;
  std::string_view replacement;
  // Paths that begin so are looked at; empty is everywhere.
  std::vector<std::string_view> where;
  // Paths that begin so may have it.
  std::vector<std::string_view> except;
  bool headers_only = false;
};

const std::vector<Phrase> kPhrases = {
    {"std::cerr", "observe::Log", {"src/"}, {"src/app/"}},
    {"std::cout", "observe::Log", {"src/"}, {"src/app/"}},
    {"printf(", "observe::Log or fmt", {"src/"}, {}},
    {"detached", "TaskGroup::start", {}, {"src/runtime/task_group"}},
    {"co_spawn", "TaskGroup::start", {"src/"}, {"src/runtime/task_group"}},
    {"system_clock::now",
     "a Clock that is a parameter",
     {},
     {"src/runtime/clock", "tests/runtime/clock_test.cpp"}},
    {"using namespace",
     "the name itself; whoever includes the header did not ask for all of them",
     {},
     {},
     true},
    {"getaddrinfo",
     "origin's resolver, which guards and does not block a loop",
     {"src/"},
     {"src/origin/", "src/observe/outbound"}},
    {"sleep_for(",
     "a ManualClock, or waiting for what should happen",
     {"tests/"},
     {"tests/runtime/"}},  // whose subject it is
    {"this_thread::sleep_for", "a ManualClock, or waiting for what should happen", {"tests/"}, {}},
    {"usleep(", "a ManualClock, or waiting for what should happen", {}, {}},
    {"assert(", "check() of failure/check.h, which stays on in release", {"src/"}, {}},
    {"GTEST_SKIP", "a test that runs, or none", {"tests/"}, {}},
    {"DISABLED_", "a test that runs, or none", {"tests/"}, {}},
};

bool begins_with_any(const std::string& path, const std::vector<std::string_view>& prefixes) {
  return std::ranges::any_of(prefixes,
                             [&](std::string_view prefix) { return path.starts_with(prefix); });
}

bool applies(const Phrase& phrase, const File& file) {
  if (!file.is_code() || (phrase.headers_only && !file.is_header())) return false;
  if (!phrase.where.empty() && !begins_with_any(file.path, phrase.where)) return false;
  return !begins_with_any(file.path, phrase.except);
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// As a word of its own, so that `static_assert(` does not hold `assert(`.
bool holds(std::string_view line, std::string_view phrase) {
  for (auto at = line.find(phrase); at != std::string_view::npos; at = line.find(phrase, at + 1)) {
    const auto end = at + phrase.size();
    const bool starts = at == 0 || !is_word(line[at - 1]);
    const bool ends = end == line.size() || !is_word(phrase.back()) || phrase.back() == '_' ||
                      !is_word(line[end]);
    if (starts && ends) return true;
  }
  return false;
}

bool has_kind(std::string_view todo) {
  return todo.starts_with("TODO(perf): ") || todo.starts_with("TODO(security): ");
}

}  // namespace

Findings check_banned_phrases(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_code()) continue;
    const auto code = code_only(file.text);
    for (const auto& phrase : kPhrases) {
      if (!applies(phrase, file)) continue;
      each_line(code, [&](std::string_view line, int number) {
        if (!holds(line, phrase.phrase)) return;
        findings.push_back(finding(
            file, number, std::string(phrase.phrase) + ": use " + std::string(phrase.replacement)));
      });
    }
  }
  return findings;
}

Findings check_todos(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_code()) continue;
    each_line(comments_only(file.text), [&](std::string_view line, int number) {
      for (const std::string_view word : {"TODO", "FIXME", "XXX", "HACK"}) {
        const auto at = line.find(word);
        if (at == std::string_view::npos || has_kind(line.substr(at))) continue;
        if (at > 0 && is_word(line[at - 1])) continue;
        findings.push_back(
            finding(file,
                    number,
                    std::string(word) + ": only TODO(perf) and TODO(security), with a reason"));
      }
    });
  }
  return findings;
}

}  // namespace vitrine::tidy
