#include "app/environment.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "app/settings.h"

namespace vitrine::app {

namespace {

constexpr std::string_view kPrefix = "VITRINE_";

bool is_of_kubernetes(std::string_view name) {
  return name == "VITRINE_PORT" || name.starts_with("VITRINE_PORT_") ||
         name.starts_with("VITRINE_SERVICE_");
}

std::string suggested(std::string_view name) {
  const auto key = suggested_key(name);
  return key.empty() ? "" : "; did you mean " + variable_of(key) + "?";
}

}  // namespace

std::string variable_of(std::string_view key) {
  std::string name(kPrefix);
  for (const char c : key) {
    name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

Result<std::vector<Given>> parse_environment(const std::vector<std::string_view>& variables) {
  std::vector<Given> given;
  std::string mistakes;
  for (const auto variable : variables) {
    const auto equals = variable.find('=');
    const auto name = variable.substr(0, equals);
    if (equals == std::string_view::npos || !name.starts_with(kPrefix) || is_of_kubernetes(name)) {
      continue;
    }
    const auto* setting = find_setting_loosely(name.substr(kPrefix.size()));
    if (setting == nullptr || variable_of(setting->key) != name) {
      mistakes += fmt::format("{}{}: is no setting{}",
                              mistakes.empty() ? "" : "\n",
                              name,
                              suggested(name.substr(kPrefix.size())));
      continue;
    }
    given.push_back(
        {setting->key, boost::json::string(variable.substr(equals + 1)), std::string(name)});
  }
  if (!mistakes.empty()) return fail(FailureKind::bad_request, std::move(mistakes));
  return given;
}

std::vector<std::string_view> process_environment() {
  std::vector<std::string_view> variables;
  for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

}  // namespace vitrine::app
