#include "endpoints/visit_kind.h"

#include <vector>

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

using tallies::Visit;

struct Row {
  std::vector<http::HeaderField> headers;
  Visit visit;
};

TEST(VisitKind, IsWhatTheHeadersSay) {
  const Row rows[] = {
      {{}, Visit::person},
      {{{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"}}, Visit::person},
      {{{"User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)"}}, Visit::bot},
      {{{"user-agent", "my-CRAWLER"}}, Visit::bot},
      {{{"User-Agent", "facebookexternalhit/1.1"}}, Visit::bot},
      {{{"Sec-Purpose", "prefetch"}}, Visit::prefetch},
      {{{"Sec-Purpose", "prefetch;prerender"}}, Visit::prefetch},
      {{{"sec-purpose", "Prefetch"}}, Visit::prefetch},
      {{{"Purpose", "prefetch"}}, Visit::prefetch},
      {{{"X-Purpose", "preview"}}, Visit::prefetch},
      {{{"X-Moz", "prefetch"}}, Visit::prefetch},
      {{{"X-Moz", "preview"}}, Visit::person},
      {{{"Purpose", "fun"}}, Visit::person},
      {{{"User-Agent", "Googlebot"}, {"Purpose", "prefetch"}}, Visit::prefetch},
  };
  for (const auto& row : rows) {
    http::Request request;
    request.headers = row.headers;
    EXPECT_EQ(visit_of(request), row.visit)
        << (row.headers.empty() ? "no header" : row.headers.front().value);
  }
}

TEST(VisitKind, KnowsWhoAsksForPrivacy) {
  const Row rows[] = {{{{"Sec-GPC", "1"}}, {}}, {{{"DNT", "1"}}, {}}};
  for (const auto& row : rows) {
    http::Request request;
    request.headers = row.headers;
    EXPECT_TRUE(asks_for_privacy(request));
  }
  const std::vector<http::HeaderField> no = {{"DNT", "0"}, {"Sec-GPC", "?"}};
  http::Request request;
  request.headers = no;
  EXPECT_FALSE(asks_for_privacy(request));
}

}  // namespace
}  // namespace vitrine::endpoints
