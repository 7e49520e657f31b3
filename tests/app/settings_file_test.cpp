#include "app/settings_file.h"

#include <map>
#include <string>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

std::string mistakes(std::string_view text) {
  const auto given = parse_settings_file("shop.json", text);
  return given ? "none" : given.error().public_message;
}

TEST(SettingsFile, ValuesRememberTheirLine) {
  const auto given = parse_settings_file("shop.json", R"({
  // Where people come in.
  "server_port": 8080,
  "limits": {
    "render_queue": 5,  /* a
    comment of two lines */ "pixels": 7,
  },
  "log.level": "debug"
})");
  ASSERT_TRUE(given) << given.error().public_message;
  std::vector<std::string> lines;
  for (const auto& one : *given) {
    lines.push_back(one.where + " " + one.key + " " + boost::json::serialize(one.value));
  }
  EXPECT_THAT(lines,
              ElementsAre("shop.json:3 server_port 8080",
                          "shop.json:5 limits.render_queue 5",
                          "shop.json:6 limits.pixels 7",
                          "shop.json:8 log.level \"debug\""));
}

TEST(SettingsFile, WhatIsInsideOfNamespacesRemembersItsLineToo) {
  const auto given = parse_settings_file("shop.json", R"({ "namespaces": {
  "product/image": {
    "origin": "file:{id}" } } })");
  ASSERT_TRUE(given);
  ASSERT_EQ(given->size(), 1U);
  EXPECT_EQ(given->front().key, "namespaces");
  EXPECT_THAT(given->front().where_inside,
              ElementsAre(Pair("namespaces.product/image", "shop.json:2"),
                          Pair("namespaces.product/image.origin", "shop.json:3")));
}

TEST(SettingsFile, EveryMistakeIsNamedWithItsLine) {
  EXPECT_EQ(mistakes("{\n\"sever_port\": 1,\n\"limits\": {\n\"pixel\": 2 },\n\"cache\": 3 }"),
            "shop.json:2: sever_port is no setting; did you mean server_port?\n"
            "shop.json:4: limits.pixel is no setting; did you mean limits.pixels?\n"
            "shop.json:5: cache = 3: must be an object of settings");
}

TEST(SettingsFile, ASettingThatIsThereTwiceIsRefused) {
  EXPECT_THAT(mistakes("{ \"server_port\": 1,\n \"server_port\": 2 }"),
              HasSubstr("server_port is there twice"));
  EXPECT_THAT(mistakes(R"({ "limits": {"pixels": 1}, "limits": {"frames": 1} })"),
              HasSubstr("limits is there twice"));
  EXPECT_THAT(mistakes(R"({ "limits": {"pixels": 1}, "limits.pixels": 2 })"),
              HasSubstr("limits.pixels is there twice"));
  EXPECT_THAT(mistakes(R"({ "namespaces": {"a": {}, "a": {}} })"),
              HasSubstr("namespaces.a is there twice"));
}

TEST(SettingsFile, TextThatIsNoJsonIsRefusedWithItsLine) {
  struct Row {
    const char* reason;
    std::string text;
    std::string begins;
  };

  const Row rows[] = {
      {"empty", "", "shop.json: line 1: "},
      {"only a comment", "// nothing\n", "shop.json: line 1: "},
      {"cut off", "{\n\"server_port\":", "shop.json: line 2: "},
      {"a comma is missing", "{\n\"bind\": \"::\"\n\"gallery\": true }", "shop.json: line 3: "},
      {"text behind the end", "{}\n{}", "shop.json: line 2: "},
      {"no UTF-8", "{\"bind\": \"\xff\"}", "shop.json: line 1: "},
      {"a text over the end of a line", "{\"bind\": \"1\n\"}", "shop.json: line 1: "},
      {"a comment that does not end", "{} /* ", "shop.json: line 1: "},
      {"too deep", std::string(1000, '['), "shop.json: line 1: "},
      {"too deep in objects",
       R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}})",
       "shop.json: line 1: "},
      {"no object", "[1]", "shop.json: must hold one object"},
      {"too large", std::string(kSettingsFileBytesMax + 1, ' '), "shop.json: has 1048577 bytes"},
  };
  for (const auto& row : rows)
    EXPECT_THAT(mistakes(row.text), StartsWith(row.begins)) << row.reason;
}

TEST(SettingsFile, AnEmptyObjectSaysNothing) {
  const auto given = parse_settings_file("shop.json", "{} // nothing\n");
  ASSERT_TRUE(given);
  EXPECT_TRUE(given->empty());
}

}  // namespace
}  // namespace vitrine::app
