#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/load_config.h"
#include "app/settings_file.h"

namespace vitrine::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(EffectiveJson, IsAConfigurationFileThatSaysTheSame) {
  const auto config = make_config({
      {"server_port", 8080, "test"},
      {"limits.fetch_seconds", 0.25, "test"},
      {"namespaces", boost::json::parse(R"({"a/b": {"origin": "file:p/{id}.jpg"}})"), "test"},
      {"origin_ports", boost::json::parse("[80,8100]"), "test"},
  });
  ASSERT_TRUE(config) << config.error().public_message;
  const auto text = effective_json(*config);
  const auto again = parse_settings_file("again.json", text);
  ASSERT_TRUE(again) << again.error().public_message;
  const auto same = make_config(*again);
  ASSERT_TRUE(same) << same.error().public_message;
  EXPECT_EQ(effective_json(*same), text);
  EXPECT_THAT(text, HasSubstr("\n  \"limits\": {\n    \"connections\": 10000,\n"));
}

TEST(EffectiveJson, KeepsSecretsToItself) {
  const auto config = make_config({
      {"operator_key", "a-very-long-operator-key", "test"},
      {"signing.key", "00112233445566778899aabbccddeeff", "test"},
      {"signing.salt", "deadbeef", "test"},
      {"source_domain", "https://user:hunter2@cdn.example.com/p@th", "test"},
      {"namespaces",
       boost::json::parse(R"({"a": {"origin": "http://user:hunter2@cdn/{id}"}, "b": {}})"),
       "test"},
  });
  ASSERT_TRUE(config) << config.error().public_message;
  const auto text = effective_json(*config);
  for (const auto* secret : {"a-very-long", "0011", "deadbeef", "hunter2", "\x11\x22"}) {
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
  EXPECT_THAT(text, HasSubstr(R"("operator_key": "***")"));
  EXPECT_THAT(text, HasSubstr(R"("source_domain": "https://***@cdn.example.com/p@th")"));
  EXPECT_THAT(text, HasSubstr(R"("origin": "http://***@cdn/{id}")"));
}

TEST(EffectiveJson, SaysThatASecretIsNotSet) {
  EXPECT_THAT(effective_json(*make_config({})), HasSubstr(R"("operator_key": "")"));
}

}  // namespace
}  // namespace vitrine::app
