#include "endpoints/dashboard.h"

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

TEST(DashboardPack, GivesEachFileWithItsForms) {
  const std::string pack =
      "assets/a.js\ttext/javascript\tabc\t0,4\t4,2\t-\n"
      "index.html\ttext/html\tdef\t6,3\t-\t-\n"
      "\n"
      "longbrtop";
  const auto files = unpack(pack);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].plain, "long");
  EXPECT_EQ(files[0].brotli, "br");
  EXPECT_TRUE(files[0].gzip.empty());
  EXPECT_EQ(files[1].path, "index.html");
  EXPECT_EQ(files[1].plain, "top");
  EXPECT_TRUE(Dashboard(pack).is_there());
}

TEST(DashboardPack, IsNothingWhenThereWasNothingToPack) {
  EXPECT_TRUE(unpack("").empty());
  EXPECT_FALSE(Dashboard("").is_there());
}

TEST(DashboardPack, RefusesWhatNoPackerHasWritten) {
  const struct {
    const char* reason;
    std::string pack;
  } rows[] = {
      {"no empty line", "index.html\ttext/html\tdef\t0,3\t-\t-\n"},
      {"beyond the end", "index.html\ttext/html\tdef\t0,4\t-\t-\n\ntop"},
      {"an offset beyond the end", "index.html\ttext/html\tdef\t9,0\t-\t-\n\ntop"},
      {"no number", "index.html\ttext/html\tdef\tx,3\t-\t-\n\ntop"},
      {"too few fields", "index.html\ttext/html\tdef\t0,3\n\ntop"},
      {"too many fields", "index.html\ttext/html\tdef\t0,3\t-\t-\tx\n\ntop"},
  };

  for (const auto& row : rows) EXPECT_THROW(unpack(row.pack), std::logic_error) << row.reason;
  EXPECT_THROW(Dashboard("a.js\ttext/javascript\tdef\t0,3\t-\t-\n\ntop"), std::logic_error)
      << "no index.html";
}

TEST(DashboardPack, OfThisProgramCanBeRead) {
  EXPECT_NO_THROW(Dashboard{built_dashboard()});
}

}  // namespace
}  // namespace vitrine::endpoints
