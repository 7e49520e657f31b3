#include "tidy/phrase_checks.h"

#include <gtest/gtest.h>

namespace vitrine::tidy {
namespace {

TEST(PhraseChecks, PhrasesAreBannedWhereTheyHaveAReplacement) {
  struct Row {
    const char* reason;
    File file;
    std::size_t findings;
  };

  const Row rows[] = {
      {"to the terminal past the log", {"src/http/a.cpp", "std::cerr << 1;"}, 1},
      {"the command line talks to people", {"src/app/main.cpp", "std::cout << 1;"}, 0},
      {"in a comment it does nothing", {"src/http/a.cpp", "// std::cerr is banned"}, 0},
      {"in a text it does nothing", {"src/http/a.cpp", "f(\"std::cerr\");"}, 0},
      {"a task that nobody waits for", {"src/http/a.cpp", "co_spawn(e, f(), detached);"}, 2},
      {"in tests as well", {"tests/http/a_test.cpp", "co_spawn(e, f(), detached);"}, 1},
      {"a test may wait for its own", {"tests/http/a_test.cpp", "co_spawn(e, f(), g);"}, 0},
      {"but for the one that waits", {"src/runtime/task_group.cpp", "co_spawn(e, f(), g);"}, 0},
      {"a word that only begins so", {"src/http/a.cpp", "detached_parts();"}, 0},
      {"time that no test can hold", {"src/cache/a.cpp", "std::chrono::system_clock::now()"}, 1},
      {"the one clock", {"src/runtime/clock.cpp", "std::chrono::system_clock::now()"}, 0},
      {"a namespace for all who include it", {"src/http/a.h", "using namespace std;"}, 1},
      {"a namespace for one file", {"src/http/a.cpp", "using namespace std::literals;"}, 0},
      {"a resolver that nobody guards", {"src/http/a.cpp", "::getaddrinfo(a);"}, 1},
      {"the guarded one", {"src/origin/resolver.cpp", "::getaddrinfo(a);"}, 0},
      {"a test that sleeps", {"tests/a/a_test.cpp", "co_await sleep_for(1s);"}, 1},
      {"a task that sleeps", {"src/http/a.cpp", "co_await sleep_for(1s);"}, 0},
      {"a test of sleeping", {"tests/runtime/sleep_test.cpp", "co_await sleep_for(1s);"}, 0},
      {"a thread that sleeps", {"tests/runtime/a_test.cpp", "std::this_thread::sleep_for(1s);"}, 1},
      {"a check that release leaves out", {"src/http/a.cpp", "assert(a);"}, 1},
      {"one that the compiler makes", {"src/http/a.cpp", "static_assert(a);"}, 0},
      {"a test that never runs", {"tests/a/a_test.cpp", "TEST(A, DISABLED_B) {}"}, 1},
      {"no code", {"docs/a.md", "std::cerr"}, 0},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(check_banned_phrases({row.file}).size(), row.findings) << row.reason;
  }
}

TEST(PhraseChecks, AFindingNamesLineAndReplacement) {
  const Findings expected = {"src/a/b.cpp:2: std::cerr: use observe::Log"};
  EXPECT_EQ(check_banned_phrases({{"src/a/b.cpp", "\nstd::cerr << 1;\n"}}), expected);
}

TEST(PhraseChecks, TodosHaveAKindAndAReason) {
  struct Row {
    const char* reason;
    std::string text;
    std::size_t findings;
  };

  const Row rows[] = {
      {"nobody knows what", "// TODO: later\n", 1},
      {"by whom is not a kind", "// TODO(ann): later\n", 1},
      {"another word for it", "// FIXME\n", 1},
      {"no reason", "// TODO(perf)\n", 1},
      {"a kind and a reason", "// TODO(perf): quadratic in the number of frames\n", 0},
      {"a kind and a reason", "// TODO(security): the header is trusted\n", 0},
      {"part of a word", "// METHODO\n", 0},
      {"no comment", "f(\"TODO\");\n", 0},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(check_todos({{"src/a/a.cpp", row.text}}).size(), row.findings) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::tidy
