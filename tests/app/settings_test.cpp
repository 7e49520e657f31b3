#include "app/settings.h"

#include <set>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/environment.h"
#include "app/load_config.h"

namespace vitrine::app {
namespace {

using ::testing::ElementsAre;

// The value of one setting after `text` was given for it as JSON: as JSON, or "refused".
std::string given(const std::string& key, const std::string& text) {
  const auto* setting = find_setting(key);
  if (setting == nullptr) return "no such setting";
  Config config;
  if (setting->set(config, boost::json::parse(text))) return "refused";
  return boost::json::serialize(setting->get(config));
}

TEST(Settings, KeysDifferEvenAsVariables) {
  std::set<std::string> variables;
  for (const auto& setting : settings()) {
    EXPECT_TRUE(variables.insert(variable_of(setting.key)).second) << setting.key;
  }
}

TEST(Settings, EveryDefaultIsAllowed) {
  for (const auto& setting : settings()) {
    Config config;
    const auto value = setting.get(config);
    EXPECT_FALSE(setting.set(config, value)) << setting.key;
    EXPECT_EQ(setting.get(config), value) << setting.key;
  }
}

TEST(Settings, NoneTakesAValueOfAnotherType) {
  for (const auto& setting : settings()) {
    for (const auto* text : {"null", "-1", "[[]]", "1.5e300", "\"\\u0000\""}) {
      EXPECT_EQ(given(setting.key, text), "refused") << setting.key << " = " << text;
    }
  }
}

TEST(Settings, EveryoneSaysWhatItMeansAndWhatIsAllowed) {
  for (const auto& setting : settings()) {
    EXPECT_TRUE(setting.sentence.ends_with('.')) << setting.key;
    EXPECT_FALSE(setting.allowed.empty()) << setting.key;
  }
}

TEST(Settings, ValuesAreReadFromJsonAndFromText) {
  struct Row {
    const char* reason;
    std::string key;
    std::string value;
    std::string expected;
  };

  const Row rows[] = {
      {"a number", "server_port", "8080", "8080"},
      {"S3's files had ports as text", "server_port", R"("7000")", "7000"},
      {"the largest", "server_port", "65535", "65535"},
      {"over it", "server_port", "65536", "refused"},
      {"any free port", "server_port", "0", "0"},
      {"not whole", "server_port", "80.5", "refused"},
      {"text behind the number", "server_port", R"("80x")", "refused"},
      {"a sign", "server_port", R"("+80")", "refused"},
      {"empty", "server_port", R"("")", "refused"},
      {"more than 64 bits", "cache.disk_bytes", R"("99999999999999999999")", "refused"},
      {"below the range", "default_compression", "0", "refused"},
      {"above the range", "default_compression", "101", "refused"},
      {"in it", "default_compression", "75", "75"},
      {"yes", "gallery", "true", "true"},
      {"yes, as variables say it", "gallery", R"("1")", "true"},
      {"no", "log.requests", R"("false")", "false"},
      {"neither", "gallery", R"("maybe")", "refused"},
      {"a number is neither", "gallery", "1", "refused"},
      {"a list", "whitelisted_extensions", R"(["jpg","webp"])", R"(["jpg","webp"])"},
      {"a list with commas", "whitelisted_extensions", R"("jpg, webp")", R"(["jpg","webp"])"},
      {"an extension that is not made", "whitelisted_extensions", R"(["pdf"])", "refused"},
      {"nothing would be served", "whitelisted_extensions", "[]", "refused"},
      {"an empty item", "source_allow", R"("a.example,,b.example")", "refused"},
      {"an empty list", "source_allow", R"("")", "[]"},
      {"ports", "origin_ports", "[80, 8100]", "[80,8100]"},
      {"ports with commas", "origin_ports", R"("80,8100")", "[80,8100]"},
      {"port 0", "origin_ports", "[0]", "refused"},
      {"a port too large", "origin_ports", "[65536]", "refused"},
      {"a block", "origin_allow_private", R"(["10.0.0.0/8"])", R"(["10.0.0.0/8"])"},
      {"no block", "origin_allow_private", R"(["10.0.0.0/99"])", "refused"},
      {"a fraction of a second", "limits.fetch_seconds", "0.25", "2.5E-1"},
      {"whole seconds", "limits.fetch_seconds", R"("20")", "20"},
      {"no time at all", "limits.fetch_seconds", "0", "refused"},
      {"not a number", "limits.fetch_seconds", R"("nan")", "refused"},
      {"infinite", "limits.fetch_seconds", R"("inf")", "refused"},
      {"whole seconds only", "negative_ttl", "0.5", "refused"},
      {"a folder", "blobs", R"("file:/var/lib/vitrine")", R"("file:/var/lib/vitrine")"},
      {"a bucket is for later", "blobs", R"("s3://bucket")", "refused"},
      {"no folder", "blobs", R"("file:")", "refused"},
      {"a level", "log.level", R"("warning")", R"("warning")"},
      {"no level", "log.level", R"("loud")", "refused"},
      {"a key in hex",
       "signing.key",
       R"("000102030405060708090A0B0C0D0E0F")",
       R"("000102030405060708090a0b0c0d0e0f")"},
      {"a key that can be guessed", "signing.key", R"("0001")", "refused"},
      {"half a byte", "signing.salt", R"("abc")", "refused"},
      {"no hex", "signing.salt", R"("xy")", "refused"},
      {"a short operator key", "operator_key", R"("secret")", "refused"},
      {"all addresses", "bind", R"("::")", R"("::")"},
      {"no address", "bind", R"("localhost")", "refused"},
      {"no web address", "source_domain", R"("cdn.example.com")", "refused"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(given(row.key, row.value), row.expected)
        << row.reason << ": " << row.key << " = " << row.value;
  }
}

TEST(Settings, Namespaces) {
  struct Row {
    const char* reason;
    std::string value;
    std::string mistake;
  };

  const Row rows[] = {
      {"a whole one",
       R"({"product/image": {"origin": "http://cdn/{id}.jpg", "enlarge": true, "linear_light": true,
           "keep_copyright": true, "popular": ["w500.webp"], "popular_auto": 3,
           "cache_seconds": 60}})",
       ""},
      {"origin from source_domain", R"({"product": {}})", ""},
      {"a folder", R"({"a": {"origin": "file:photos/{id}.jpg"}})", ""},
      {"uploads", R"({"a": {"origin": "blobs:photos/{id}"}})", ""},
      {"as text, for a variable", R"("{\"a\": {\"origin\": \"file:{id}\"}}")", ""},
      {"no object", R"("product")", "namespaces"},
      {"a list", R"(["product"])", "namespaces"},
      {"a bad name", R"({"a b": {}})", "namespaces.a b"},
      {"no object inside", R"({"a": "file:{id}"})", "namespaces.a"},
      {"unknown option", R"({"a": {"orign": "file:{id}"}})", "namespaces.a.orign"},
      {"no {id}", R"({"a": {"origin": "file:photos"}})", "namespaces.a.origin"},
      {"{id} twice", R"({"a": {"origin": "file:{id}/{id}"}})", "namespaces.a.origin"},
      {"{id} chooses the host", R"({"a": {"origin": "http://{id}/x"}})", "namespaces.a.origin"},
      {"{id} in the port", R"({"a": {"origin": "http://h:{id}/x"}})", "namespaces.a.origin"},
      {"no host", R"({"a": {"origin": "http:///{id}"}})", "namespaces.a.origin"},
      {"another scheme", R"({"a": {"origin": "ftp://h/{id}"}})", "namespaces.a.origin"},
      {"a line end", "{\"a\": {\"origin\": \"http://h/\\n{id}\"}}", "namespaces.a.origin"},
      {"not yes, not no", R"({"a": {"enlarge": 3}})", "namespaces.a.enlarge"},
      {"no picture", R"({"a": {"popular": ["w500.pdf"]}})", "namespaces.a.popular"},
      {"no size", R"({"a": {"popular": [".jpg"]}})", "namespaces.a.popular"},
      {"auto is no format", R"({"a": {"popular": ["w500.auto"]}})", "namespaces.a.popular"},
      {"too many", R"({"a": {"popular_auto": 21}})", "namespaces.a.popular_auto"},
      {"negative", R"({"a": {"cache_seconds": -1}})", "namespaces.a.cache_seconds"},
  };
  for (const auto& row : rows) {
    Config config;
    const auto mistake = find_setting("namespaces")->set(config, boost::json::parse(row.value));
    EXPECT_EQ(mistake ? mistake->key : "", row.mistake) << row.reason;
    EXPECT_EQ(config.pictures.namespaces.size(), row.mistake.empty() ? 1U : 0U) << row.reason;
  }
}

TEST(Settings, EveryOptionOfANamespaceReachesItsField) {
  const auto config = make_config({{"namespaces",
                                    boost::json::parse(R"({"a/b": {"origin": "http://h/{id}",
      "enlarge": true, "linear_light": true, "keep_copyright": true, "popular": ["w1.jpg", "x2.png"],
      "popular_auto": 3, "cache_seconds": 60}})"),
                                    "test"}});
  ASSERT_TRUE(config);
  const auto& space = config->pictures.namespaces.at(0);
  EXPECT_EQ(space.name, "a/b");
  EXPECT_EQ(space.origin, "http://h/{id}");
  EXPECT_TRUE(space.enlarge && space.linear_light && space.keep_copyright);
  EXPECT_THAT(space.popular, ElementsAre("w1.jpg", "x2.png"));
  EXPECT_EQ(space.popular_auto, 3U);
  EXPECT_EQ(space.cache_for, std::chrono::seconds(60));
}

TEST(Settings, NamesAreFoundHoweverTheyAreJoined) {
  for (const auto* name : {"limits.render_queue",
                           "limits.render-queue",
                           "limits-render-queue",
                           "LIMITS_RENDER_QUEUE"}) {
    const auto* setting = find_setting_loosely(name);
    ASSERT_NE(setting, nullptr) << name;
    EXPECT_EQ(setting->key, "limits.render_queue");
  }
  EXPECT_EQ(find_setting_loosely("limits"), nullptr);
  EXPECT_EQ(find_setting_loosely(""), nullptr);
}

TEST(Settings, TheNearestNameIsSuggested) {
  struct Row {
    const char* reason;
    std::string name;
    std::string expected;
  };

  const Row rows[] = {
      {"a letter is missing", "sever_port", "; did you mean server_port?"},
      {"letters are swapped", "maximum_widht", "; did you mean maximum_width?"},
      {"the section is missing", "render_queue", "; did you mean limits.render_queue?"},
      {"a variable", "LIMITS_RENDER_QUEU", "; did you mean limits.render_queue?"},
      {"nothing like it", "colour_of_the_sky", ""},
      {"far too long", std::string(5000, 'a'), ""},
      {"empty", "", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(suggestion(row.name), row.expected) << row.reason;
}

TEST(Settings, LongValuesAreCutBetweenCharacters) {
  std::string text(98, 'a');
  text += "\xE2\x82\xAC and more";
  EXPECT_EQ(shown(boost::json::value(text)), "\"" + std::string(98, 'a') + "…");
  EXPECT_EQ(shown(boost::json::value("a\nb")), "\"a\\nb\"");
}

TEST(Settings, SecretsAreMarked) {
  std::vector<std::string> secrets;
  for (const auto& setting : settings()) {
    if (setting.secret) secrets.push_back(setting.key);
  }
  EXPECT_THAT(secrets, ElementsAre("operator_key", "signing.key", "signing.salt"));
}

}  // namespace
}  // namespace vitrine::app
