// docs/configuration.md and config/example.json keep up with the table of settings.
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/load_config.h"
#include "app/namespace_setting.h"
#include "app/settings.h"
#include "app/settings_file.h"

namespace vitrine::app {
namespace {

using ::testing::HasSubstr;

std::string file(const std::string& name) {
  std::ifstream in(std::string(VITRINE_SOURCE_DIR) + "/" + name);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

// The row that a setting must have in a table of the page.
template <class Object>
std::string table_row(const Row<Object>& row, const Object& defaults) {
  const auto value = boost::json::serialize(row.get(defaults));
  return fmt::format("| `{}` | `{}` | {} | {} |\n", row.key, value, row.allowed, row.sentence);
}

TEST(Documentation, EverySettingHasItsRow) {
  const auto page = file("docs/configuration.md");
  for (const auto& setting : settings()) EXPECT_THAT(page, HasSubstr(table_row(setting, Config{})));
}

TEST(Documentation, EveryOptionOfANamespaceHasItsRow) {
  const auto page = file("docs/configuration.md");
  endpoints::NamespaceConfig defaults;
  for (const auto& option : namespace_options()) {
    EXPECT_THAT(page, HasSubstr(table_row(option, defaults)));
  }
}

TEST(Documentation, TheWholeExampleIsTheFileThatIsShipped) {
  EXPECT_THAT(file("docs/configuration.md"),
              HasSubstr("```jsonc\n" + file("config/example.json") + "```\n"));
}

TEST(Documentation, TheExampleLoadsAndNamesEverySetting) {
  const auto text = file("config/example.json");
  const auto given = parse_settings_file("config/example.json", text);
  ASSERT_TRUE(given) << given.error().public_message;
  const auto config = make_config(*given);
  EXPECT_TRUE(config) << config.error().public_message;
  for (const auto& setting : settings()) {
    EXPECT_TRUE(std::ranges::any_of(*given, [&](const Given& one) {
      return one.key == setting.key;
    })) << setting.key;
  }
}

TEST(Documentation, TheDemoLoads) {
  const auto given = parse_settings_file("config/demo.json", file("config/demo.json"));
  ASSERT_TRUE(given) << given.error().public_message;
  const auto config = make_config(*given);
  EXPECT_TRUE(config) << config.error().public_message;
}

}  // namespace
}  // namespace vitrine::app
