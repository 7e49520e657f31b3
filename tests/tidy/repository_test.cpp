// The checks on this repository itself. That every setting stands in docs/configuration.md is
// checked by tests/app, which knows the table of settings; the length of functions by clang-tidy.
#include "tidy/repository.h"

#include <gtest/gtest.h>

#include "tidy/document_checks.h"
#include "tidy/file_checks.h"
#include "tidy/phrase_checks.h"
#include "tidy/room_checks.h"

namespace vitrine::tidy {
namespace {

const Repository& repository() {
  static const Repository files = read_repository(VITRINE_SOURCE_DIR);
  return files;
}

void expect_none(const Findings& findings) {
  for (const auto& finding : findings) ADD_FAILURE() << finding;
}

TEST(Repository, WasRead) {
  EXPECT_NE(find(repository(), "src/failure/result.h"), nullptr);
  EXPECT_NE(find(repository(), "tests/tidy/repository_test.cpp"), nullptr);
  EXPECT_NE(find(repository(), "docs/architecture.md"), nullptr);
  EXPECT_NE(find(repository(), "README.md"), nullptr);
}

TEST(Repository, IncludesFollowDeclaredEdges) {
  expect_none(check_declared_edges(repository()));
}

TEST(Repository, EdgesPointDown) {
  expect_none(check_levels(repository()));
}

TEST(Repository, LibrariesStayInTheirRooms) {
  expect_none(check_libraries(repository()));
}

TEST(Repository, EverySourceIsCompiled) {
  expect_none(check_listed_sources(repository()));
}

TEST(Repository, PhrasesWithAReplacementAreReplaced) {
  expect_none(check_banned_phrases(repository()));
}

TEST(Repository, TodosHaveAKindAndAReason) {
  expect_none(check_todos(repository()));
}

TEST(Repository, FilesAreShort) {
  expect_none(check_lengths(repository()));
}

TEST(Repository, FilesAreNamedAfterWhatIsInThem) {
  expect_none(check_names(repository()));
}

TEST(Repository, HeadersAreIncludedBySomeone) {
  expect_none(check_dead_headers(repository()));
}

TEST(Repository, HeadersSayWhatTheyAre) {
  expect_none(check_header_heads(repository()));
}

TEST(Repository, OwnHeadersComeFirst) {
  expect_none(check_own_header_first(repository()));
}

TEST(Repository, DocumentsHaveOneTitle) {
  expect_none(check_titles(repository()));
}

TEST(Repository, LinksLeadSomewhere) {
  expect_none(check_links(repository(), [](const std::string& path) {
    return std::filesystem::exists(std::filesystem::path(VITRINE_SOURCE_DIR) / path);
  }));
}

TEST(Repository, MetricsAreDocumented) {
  expect_none(check_metrics(repository()));
}

}  // namespace
}  // namespace vitrine::tidy
