// A configuration: the first line has flags and variables, separated by NUL; the rest is the file.
// What is understood must print as a file that is understood again and says the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "app/environment.h"
#include "app/load_config.h"
#include "app/settings_file.h"

using namespace vitrine::app;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find('\0'), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void append(std::vector<Given>& all, const vitrine::Result<std::vector<Given>>& more) {
  if (more) {
    all.insert(all.end(), more->begin(), more->end());
  } else {
    require(!more.error().public_message.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = text.substr(0, text.find('\n'));
  const auto parts = split(line);

  std::vector<Given> given;
  append(given, parse_settings_file("fuzz.json", text.substr(line.size())));
  append(given, parse_environment(parts));
  if (auto arguments = parse_arguments({parts.begin(), parts.end()}, {"sizes"})) {
    given.insert(given.end(), arguments->settings.begin(), arguments->settings.end());
  }
  const auto config = make_config(given);
  if (!config) {
    require(!config.error().public_message.empty());
    return 0;
  }
  // Secrets print as *** and may not be loaded again.
  auto shown = *config;
  shown.operator_key.clear();
  shown.pictures.signing_key.clear();
  shown.pictures.signing_salt.clear();
  const auto printed = effective_json(shown);
  const auto again = parse_settings_file("again.json", printed);
  require(again.has_value());
  const auto same = make_config(*again);
  require(same.has_value());
  require(effective_json(*same) == printed);
  return 0;
}
