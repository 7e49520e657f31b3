#include "endpoints/json_text.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

using std::string_literals::operator""s;

TEST(JsonText, IsReadBackByAParser) {
  for (const auto& text :
       {""s, "home"s, "a \"b\" \\c/"s, "\x01\x1f\n\t"s, "日本 👠"s, "<script>"s}) {
    std::string json;
    append_json_text(json, text);
    EXPECT_EQ(boost::json::parse(json), boost::json::value(text)) << json;
  }
}

}  // namespace
}  // namespace vitrine::endpoints
