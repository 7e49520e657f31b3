#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/load_config.h"
#include "app/settings.h"

namespace vitrine::app {

namespace {

// Boost.JSON writes everything on one line; people read this.
void append_pretty(std::string& out, const boost::json::value& value, int depth) {
  if (!value.is_object() || value.get_object().empty()) {
    out += boost::json::serialize(value);
    return;
  }
  const std::string indent(static_cast<std::size_t>(depth + 1) * 2, ' ');
  out += "{\n";
  bool first = true;
  for (const auto& [name, member] : value.get_object()) {
    if (!first) out += ",\n";
    first = false;
    out += indent + boost::json::serialize(boost::json::value(name)) + ": ";
    append_pretty(out, member, depth + 1);
  }
  out += "\n" + indent.substr(2) + "}";
}

boost::json::object& section(boost::json::object& all, std::string_view& key) {
  auto* object = &all;
  for (auto dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.')) {
    auto& inner = (*object)[key.substr(0, dot)];
    if (!inner.is_object()) inner = boost::json::object();
    object = &inner.get_object();
    key.remove_prefix(dot + 1);
  }
  return *object;
}

// "https://user:password@host/{id}" keeps its password to itself.
void hide_passwords(boost::json::value& value) {
  if (value.is_object()) {
    for (auto& [name, member] : value.get_object()) hide_passwords(member);
    return;
  }
  if (!value.is_string()) return;
  std::string text(value.get_string());
  const auto host = text.find("://");
  if (host == std::string::npos) return;
  const auto end = std::min(text.find('/', host + 3), text.size());
  const auto at = text.substr(0, end).rfind('@');
  if (at == std::string::npos || at < host) return;
  value = boost::json::string(text.replace(host + 3, at - host - 3, "***"));
}

}  // namespace

std::string effective_json(const Config& config) {
  boost::json::object all;
  for (const auto& setting : settings()) {
    std::string_view key = setting.key;
    auto& object = section(all, key);
    auto value = setting.get(config);
    // An empty secret is no secret, and whether it is set is worth knowing.
    const bool hidden = setting.secret && value.is_string() && !value.get_string().empty();
    if (hidden) value = "***";
    hide_passwords(value);
    object[key] = std::move(value);
  }
  std::string out;
  append_pretty(out, all, 0);
  return out + "\n";
}

}  // namespace vitrine::app
