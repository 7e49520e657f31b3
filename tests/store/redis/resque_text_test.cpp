#include "store/redis/resque_text.h"

#include <string>

#include <gtest/gtest.h>

#include "runtime/iso_time.h"

namespace vitrine::store::redis {
namespace {

constexpr WallTime kTime{std::chrono::seconds{1'700'000'000}};

TEST(ResqueText, JobsHaveThreeMembersAndTheIdInFront) {
  struct Case {
    std::string arguments;
    std::string text;
  };

  for (const auto& [arguments, text] : {
           Case{"[{}]", R"({"class":"draw","queue":"q","args":[{"jid":"ID"}]})"},
           Case{R"([{"a":1},2])", R"({"class":"draw","queue":"q","args":[{"jid":"ID","a":1},2]})"},
       }) {
    const jobs::IdentifiedJob job{"ID", {.kind = "draw", .queue = "q", .arguments = arguments}};
    EXPECT_EQ(resque_job_text(job), text);
    const auto read = read_resque_job(text).value();
    EXPECT_EQ(read.id, "ID");
    EXPECT_EQ(read.kind, "draw");
    EXPECT_EQ(read.queue, "q");
    EXPECT_EQ(arguments_without_id(read.arguments, "ID"), arguments);
  }
}

TEST(ResqueText, JobsOfOthersAreReadAsTheyCome) {
  struct Case {
    std::string text;
    std::string kind;
    std::string arguments;
    std::string id;
    const char* reason;
  };

  for (const auto& [text, kind, arguments, id, reason] : {
           Case{R"({"class":"generateThumbnail","queue":"requestQueue","args":["/a","/b"]})",
                "generateThumbnail",
                R"(["/a","/b"])",
                "",
                "node-resque"},
           Case{R"({"class":"Jobs::Draw","args":[1]})", "Jobs::Draw", "[1]", "", "Ruby"},
           Case{R"({"class":"Draw","args":[{"x":"\u00e9\/"}],"queue":"q"})",
                "Draw",
                R"([{"x":"\u00e9\/"}])",
                "",
                "Ruby, delayed: the text is kept"},
           Case{R"( { "class" : "A" , "args" : [ ] } )", "A", "[ ]", "", "blanks"},
           Case{R"({"class":"A"})", "A", "[]", "", "no arguments"},
           Case{R"({"class":"A","args":[{"b":1,"jid":"I-1"}],"more":[{}]})",
                "A",
                R"([{"b":1,"jid":"I-1"}])",
                "I-1",
                "an id somewhere"},
           Case{R"({"class":"A","args":[{"jid":"no id!"}]})",
                "A",
                R"([{"jid":"no id!"}])",
                "",
                "an id that is none"},
           Case{R"({"class":"A","args":[{"jid":7}]})", "A", R"([{"jid":7}])", "", "a number"},
           Case{R"({"class":"A","args":[1,{"jid":"I"}]})",
                "A",
                R"([1,{"jid":"I"}])",
                "",
                "not in the first argument"},
       }) {
    const auto read = read_resque_job(text);
    ASSERT_TRUE(read) << reason;
    EXPECT_EQ(read->kind, kind) << reason;
    EXPECT_EQ(read->arguments, arguments) << reason;
    EXPECT_EQ(read->id, id) << reason;
  }
}

TEST(ResqueText, WhatIsNoJobIsRefused) {
  for (const auto* text : {"",
                           "7",
                           "[]",
                           "{}",
                           "{",
                           R"({"class":7})",
                           R"({"class":""})",
                           R"({"class":"A"}})",
                           R"({"args":[]})",
                           R"({"class":"A","args":[)",
                           R"({"class":"A","args":{}})",
                           "\xff"}) {
    EXPECT_FALSE(read_resque_job(text)) << text;
  }
}

TEST(ResqueText, TextsAreWrittenAsJavaScriptWritesThem) {
  struct Case {
    std::string text;
    std::string written;
    const char* reason;
  };

  for (const auto& [text, written, reason] : {
           Case{"plain / é \xf0\x9f\x98\x80",
                "\"plain / é \xf0\x9f\x98\x80\"",
                "raw UTF-8, a bare slash"},
           Case{"\"\\\b\f\n\r\t", R"("\"\\\b\f\n\r\t")", "short escapes"},
           Case{std::string("\0\x1b\x1f", 3), R"("\u0000\u001b\u001f")", "small letters"},
           Case{"\x7f", "\"\x7f\"", "DEL is not escaped"},
           Case{"a\xff\xc3", "\"a\xef\xbf\xbd\xef\xbf\xbd\"", "what is not UTF-8"},
       }) {
    EXPECT_EQ(canonical_text(text), written) << reason;
  }
}

TEST(ResqueText, FailuresAreReadBack) {
  const auto record = R"({"worker":"w:1+1","queue":"q","payload":{"class":"A","args":[]})" +
                      failure_suffix({"Bad\"", "so\nso"}, kTime) + R"(,"jid":"I"})";
  EXPECT_EQ(
      record,
      R"({"worker":"w:1+1","queue":"q","payload":{"class":"A","args":[]},"exception":"Bad\"",)"
      R"("error":"so\nso","backtrace":["vitrine"],"failed_at":"2023-11-14T22:13:20Z","jid":"I"})");
  const auto failure = read_resque_failure(record).value();
  EXPECT_EQ(failure.job.id, "I");
  EXPECT_EQ(failure.payload, R"({"class":"A","args":[]})");
  EXPECT_EQ(failure.worker, "w:1+1");
  EXPECT_EQ(failure.queue, "q");
  EXPECT_EQ(failure.error, (jobs::JobError{"Bad\"", "so\nso"}));
  EXPECT_EQ(failure.at, kTime);
}

TEST(ResqueText, FailuresOfOthersAreReadToo) {
  EXPECT_TRUE(read_resque_failure(
      R"({"worker":"h:1","queue":"q","payload":{"class":"A","args":[]},"exception":"E","error":null,)"
      R"("backtrace":null,"failed_at":"2023/11/14 22:13:20 UTC","retried_at":"x"})"));
  for (const auto* text : {"{}", R"({"payload":null})", R"({"payload":{}})"}) {
    EXPECT_EQ(read_resque_failure(text).value().job.kind, "") << text;
  }
  for (const auto* text : {"", "x", "7", "[]", "{", "{}{}"}) {
    EXPECT_FALSE(read_resque_failure(text)) << text;
  }
}

TEST(ResqueText, TimesAreReadBack) {
  struct Case {
    const char* text;
    std::optional<WallTime> time;
  };

  EXPECT_EQ(iso_time(kTime + std::chrono::milliseconds(999)), "2023-11-14T22:13:20Z");
  for (const auto& [text, time] : {
           Case{"2023-11-14T22:13:20Z", kTime},
           Case{"2023-11-14T22:13:20.123Z", kTime},
           Case{"2023-13-14T22:13:20Z", std::nullopt},
           Case{"2023-11-14 22:13:20 +0000", std::nullopt},
           Case{"2023-11-14T22:13Z", std::nullopt},
           Case{"6041-11-14T22:13:20Z", std::nullopt},
           Case{"1969-12-31T23:59:59Z", std::nullopt},
           Case{"Z", std::nullopt},
           Case{"", std::nullopt},
       }) {
    EXPECT_EQ(read_resque_time(text), time) << text;
  }
}

}  // namespace
}  // namespace vitrine::store::redis
