// A configuration file: JSON with comments, nested by section or with dotted keys. Pure; fuzzed.
#pragma once

#include <string_view>
#include <vector>

#include "app/given.h"
#include "failure/result.h"

namespace vitrine::app {

inline constexpr std::size_t kSettingsFileBytesMax = 1 << 20;

// `name` is that of the file, for messages. bad_request for text that is no JSON, unknown settings
// and settings that are there twice: one line each, with file and line.
Result<std::vector<Given>> parse_settings_file(std::string_view name, std::string_view text);

}  // namespace vitrine::app
