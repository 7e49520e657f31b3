#include "tidy/document_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(DocumentChecks, ADocumentHasOneTitle) {
  EXPECT_THAT(
      check_titles({{"docs/good.md", "# A\n\n## B\n```\n# a comment\n```\n"},
                    {"docs/two.md", "# A\n\n# B\n"},
                    {"docs/none.md", "A\n"},
                    {"src/a.h", "A\n"}}),
      ElementsAre("docs/two.md:3: is a second title", "docs/none.md: does not begin with a title"));
}

TEST(DocumentChecks, LinksLeadSomewhere) {
  const auto exists = [](const std::string& path) {
    return path == "docs/b.md" || path == "config/x.json" || path == "docs/decisions/";
  };
  EXPECT_THAT(check_links({{"docs/a.md",
                            "[b](b.md) and [x](../config/x.json) [d](decisions/)\n"
                            "[web](https://example.com/a) [part](#limits) [b](b.md#part)\n"
                            "[gone](c.md)\n```\n[code](d.md)\n```\n"}},
                          exists),
              ElementsAre("docs/a.md:3: links to docs/c.md, which is not there"));
}

TEST(DocumentChecks, MetricsAreDocumentedAndNoOthers) {
  EXPECT_THAT(
      check_metrics({{"src/a/a.cpp",
                      "metrics.counter(\"vitrine_a_total\", \"\"); f(\"vitrine_b_total\");"
                      " // vitrine_comment_total\n"},
                     {"tests/a/a_test.cpp", "f(\"vitrine_test_total\");"},
                     {"docs/operating.md",
                      "| `vitrine_a_total{kind=…}` | A. |\n| `vitrine_gone_total` | Gone. |\n"}}),
      ElementsAre(HasSubstr("vitrine_b_total: docs/operating.md does not name it"),
                  HasSubstr("vitrine_gone_total: is in docs/operating.md, but not in src")));
}

}  // namespace
}  // namespace vitrine::tidy
