#include "app/settings_file.h"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "app/json_lines.h"
#include "app/settings.h"

namespace vitrine::app {

namespace {

// Walks the sections of one file and collects values, or one line for each thing that is wrong.
class Walk {
 public:
  Walk(std::string_view name, const JsonWithLines& json) : name_(name), json_(json) {}

  void into(const boost::json::object& object, const std::string& prefix) {
    for (const auto& [name, value] : object) {
      const auto key = prefix + std::string(std::string_view(name));
      if (const auto* setting = find_setting(key)) {
        take(*setting, value);
      } else if (!is_section(key)) {
        wrong(key, "is no setting" + suggestion(key));
      } else if (value.is_object()) {
        into(value.get_object(), key + ".");
      } else {
        wrong(key, fmt::format("= {}: must be an object of settings", shown(value)));
      }
    }
  }

  void wrong(const std::string& key, const std::string& what) {
    mistakes_ += fmt::format("{}{}: {} {}", mistakes_.empty() ? "" : "\n", where(key), key, what);
  }

  Result<std::vector<Given>> result() && {
    if (!mistakes_.empty()) return fail(FailureKind::bad_request, std::move(mistakes_));
    return std::move(given_);
  }

 private:
  void take(const Setting& setting, const boost::json::value& value) {
    auto& given = given_.emplace_back(Given{setting.key, value, where(setting.key)});
    if (!setting.object) return;
    const auto inside = setting.key + ".";
    for (auto it = json_.lines.lower_bound(inside);
         it != json_.lines.end() && it->first.starts_with(inside);
         ++it) {
      given.where_inside.emplace(it->first, fmt::format("{}:{}", name_, it->second));
    }
  }

  std::string where(const std::string& key) const {
    const auto line = json_.lines.find(key);
    return line == json_.lines.end() ? std::string(name_)
                                     : fmt::format("{}:{}", name_, line->second);
  }

  const std::string_view name_;
  const JsonWithLines& json_;
  std::vector<Given> given_;
  std::string mistakes_;
};

}  // namespace

Result<std::vector<Given>> parse_settings_file(std::string_view name, std::string_view text) {
  if (text.size() > kSettingsFileBytesMax) {
    return fail(
        FailureKind::bad_request,
        fmt::format("{}: has {} bytes; the limit is {}", name, text.size(), kSettingsFileBytesMax));
  }
  const auto json = parse_with_lines(text);
  if (!json) {
    return fail(FailureKind::bad_request, fmt::format("{}: {}", name, json.error().public_message));
  }
  if (!json->value.is_object()) {
    return fail(FailureKind::bad_request,
                fmt::format("{}: must hold one object: {{ \"server_port\": 7000, … }}", name));
  }
  Walk walk(name, *json);
  for (const auto& key : json->repeated) walk.wrong(key, "is there twice");
  walk.into(json->value.get_object(), "");
  return std::move(walk).result();
}

}  // namespace vitrine::app
