// The effective configuration. Flags win over VITRINE_… variables, over the file, over defaults.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/given.h"
#include "failure/result.h"

namespace vitrine::app {

// Applies `given` in its order, so that later ones win, completes what depends on other settings,
// and checks what one setting alone cannot say. bad_request: every mistake on a line of its own,
// with key, value, what is allowed and where it was said.
Result<Config> make_config(const std::vector<Given>& given);

struct ConfigSources {
  // Of parse_arguments.
  std::vector<Given> flags;
  // -e NAME.
  std::optional<std::string> environment;
  // "NAME=value", of process_environment().
  std::vector<std::string_view> variables;
  std::filesystem::path folder = "config";
};

// Reads folder/NAME.json, too: a named file must be there, `development.json` may be absent.
// Blocking; call before any loop starts.
Result<Config> load_config(const ConfigSources& sources);

// What `vitrine config` prints: every setting as JSON, secrets as "***".
std::string effective_json(const Config& config);

}  // namespace vitrine::app
