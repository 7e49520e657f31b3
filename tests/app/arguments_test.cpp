#include "app/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::vector<std::string> settings_of(const Arguments& arguments) {
  std::vector<std::string> all;
  for (const auto& one : arguments.settings) {
    all.push_back(one.where + " " + one.key + " " + std::string(one.value.as_string()));
  }
  return all;
}

std::string mistake(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& own = {}) {
  const auto read = parse_arguments(arguments, own);
  return read ? "none" : read.error().public_message;
}

TEST(Arguments, FlagsAreSettingsHoweverTheyAreJoined) {
  const auto read = parse_arguments({"--server-port",
                                     "7100",
                                     "--limits.render-queue=5",
                                     "--maximum_width=9",
                                     "--limits-pixels",
                                     "8",
                                     "--instance="});
  ASSERT_TRUE(read);
  EXPECT_THAT(settings_of(*read),
              ElementsAre("--server-port server_port 7100",
                          "--limits.render-queue limits.render_queue 5",
                          "--maximum_width maximum_width 9",
                          "--limits-pixels limits.pixels 8",
                          "--instance instance "));
}

TEST(Arguments, WhatSwitchesOnNeedsNoValue) {
  const auto read = parse_arguments({"--gallery", "file.txt", "--log.requests=false"});
  ASSERT_TRUE(read);
  EXPECT_THAT(settings_of(*read),
              ElementsAre("--gallery gallery true", "--log.requests log.requests false"));
  EXPECT_THAT(read->operands, ElementsAre("file.txt"));
}

TEST(Arguments, TheEnvironmentIsAName) {
  const auto read = parse_arguments({"-e", "shop"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->environment, "shop");
  EXPECT_EQ(parse_arguments({})->environment, std::nullopt);
}

TEST(Arguments, AFlagOfACommandMaySwitchOn) {
  const auto read = parse_arguments({"--loop", "feed.json", "--speed", "2"}, {"loop!", "speed"});
  ASSERT_TRUE(read);
  EXPECT_THAT(read->own, ElementsAre(Pair("loop", "true"), Pair("speed", "2")));
  EXPECT_THAT(read->operands, ElementsAre("feed.json"));
}

TEST(Arguments, ACommandHasFlagsOfItsOwn) {
  const auto read = parse_arguments({"--sizes", "w500.webp", "-", "--sizes=x200.jpg"}, {"sizes"});
  ASSERT_TRUE(read);
  EXPECT_THAT(read->own, ElementsAre(Pair("sizes", "x200.jpg")));
  EXPECT_THAT(read->operands, ElementsAre("-"));
  EXPECT_THAT(read->settings, IsEmpty());
}

TEST(Arguments, BehindTwoDashesThereAreNoFlags) {
  const auto read = parse_arguments({"a", "--", "--server-port", "-e"});
  ASSERT_TRUE(read);
  EXPECT_THAT(read->operands, ElementsAre("a", "--server-port", "-e"));
}

TEST(Arguments, MistakesAreNamed) {
  struct Row {
    const char* reason;
    std::vector<std::string> arguments;
    std::string expected;
  };

  const Row rows[] = {
      {"unknown", {"--sever-port", "1"}, "--sever-port: is no flag; did you mean --server-port?"},
      {"like one of the command's own",
       {"--size", "x"},
       "--size: is no flag; did you mean --sizes?"},
      {"like nothing", {"--colour-of-the-sky"}, "--colour-of-the-sky: is no flag"},
      {"short and unknown", {"-x"}, "-x: is no flag"},
      {"no value", {"--server-port"}, "--server-port: its value is missing"},
      {"no value of its own flag", {"--sizes"}, "--sizes: its value is missing"},
      {"no environment", {"-e"}, "-e: its value is missing"},
      {"no name", {"--=5"}, "--: is no flag"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(mistake(row.arguments, {"sizes"}), row.expected) << row.reason;
}

}  // namespace
}  // namespace vitrine::app
