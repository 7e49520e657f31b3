#include "app/namespace_setting.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "app/field.h"
#include "app/json_options.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"

namespace vitrine::app {

namespace {

using endpoints::NamespaceConfig;
using Wrong = std::optional<Mistake>;

constexpr std::string_view kNames =
    "1 to 4 segments of letters, digits, '_' and '-', joined by '/'";

bool is_origin(std::string_view text) {
  if (text.empty() || text == endpoints::kUploadsOrigin) return true;
  const auto id = text.find("{id}");
  if (!is_plain(text) || id == std::string_view::npos) return false;
  if (text.find("{id}", id + 1) != std::string_view::npos) return false;
  for (const std::string_view scheme : {"file:", "blobs:", "drawn:"}) {
    if (text.starts_with(scheme)) return true;
  }
  if (!text.starts_with("http://") && !text.starts_with("https://")) return false;
  const auto host = text.find("//") + 2;
  const auto slash = text.find('/', host);
  return slash != host && slash < id;
}

bool is_picture_name(std::string_view text) {
  const auto dot = text.rfind('.');
  return dot != std::string_view::npos && dot > 0 && text.find('/') == std::string_view::npos &&
         is_picture_extension(text.substr(dot + 1));
}

std::string_view view(std::string_view text) {
  return text;
}

Wrong unknown_option(std::string_view name, const std::string& key) {
  std::vector<std::string> names;
  for (const auto& option : namespace_options()) names.push_back(option.key);
  const auto near = nearest(name, names);
  return Mistake{key,
                 "",
                 fmt::format("one of {}{}",
                             fmt::join(names, ", "),
                             near.empty() ? "" : "; did you mean " + near + "?")};
}

Wrong read_one(NamespaceConfig& space, const boost::json::object& object) {
  for (const auto& [name, value] : object) {
    const auto key = fmt::format("namespaces.{}.{}", space.name, view(name));
    const auto option =
        std::ranges::find(namespace_options(), view(name), &Row<NamespaceConfig>::key);
    if (option == namespace_options().end()) return unknown_option(view(name), key);
    if (auto wrong = option->set(space, value)) {
      wrong->key = key;
      return wrong;
    }
  }
  return std::nullopt;
}

Wrong read_all(std::vector<NamespaceConfig>& spaces, const boost::json::object& object) {
  for (const auto& [name, value] : object) {
    NamespaceConfig space;
    space.name = view(name);
    space.cache_for = kCacheForNotGiven;
    const auto key = "namespaces." + space.name;
    if (!is_namespace_name(space.name)) return Mistake{key, "", std::string(kNames)};
    if (!value.is_object()) {
      return Mistake{key, shown(value), R"(an object such as {"origin": "file:photos/{id}.jpg"})"};
    }
    if (auto wrong = read_one(space, value.get_object())) return wrong;
    spaces.push_back(std::move(space));
  }
  return std::nullopt;
}

constexpr const char* kAllowed = "an object of name: { origin, … }";

Wrong set_namespaces(Config& config, const boost::json::value& value) {
  auto object = value;
  if (value.is_string()) {
    boost::system::error_code error;
    object = boost::json::parse(value.get_string(), error, {}, json_options());
  }
  if (!object.is_object()) return Mistake{"namespaces", shown(value), kAllowed};
  std::vector<NamespaceConfig> spaces;
  if (auto wrong = read_all(spaces, object.get_object())) return wrong;
  config.pictures.namespaces = std::move(spaces);
  return std::nullopt;
}

boost::json::value get_namespaces(const Config& config) {
  boost::json::object all;
  for (const auto& space : config.pictures.namespaces) {
    boost::json::object one;
    for (const auto& option : namespace_options()) one[option.key] = option.get(space);
    all[space.name] = std::move(one);
  }
  return all;
}

}  // namespace

const std::vector<Row<NamespaceConfig>>& namespace_options() {
  const auto row = [](std::string key, auto kind, auto field_of, std::string sentence) {
    return make_row<NamespaceConfig>(
        std::move(key), std::move(kind), field_of, std::move(sentence));
  };
  static const std::vector<Row<NamespaceConfig>> options = {
      row("origin",
          Text{"http://…, https://…, file:…, blobs:… or drawn:… with {id} once, behind the host, "
               "or uploads",
               is_origin},
          FIELD(origin),
          "Where the original of an id is; `{id}` is the rest of the path behind the namespace. "
          "Empty "
          "takes it from `source_domain`."),
      row("enlarge", YesNo{}, FIELD(enlarge), "Make pictures larger than their original."),
      row("linear_light",
          YesNo{},
          FIELD(linear_light),
          "Resize in linear light: better on fine contrast, at half the speed."),
      row("keep_copyright",
          YesNo{},
          FIELD(keep_copyright),
          "Keep copyright and artist of the metadata."),
      row("popular",
          TextList{"a list of names such as w500.webp", is_picture_name},
          FIELD(popular),
          "Sizes that are made in the background for each new original."),
      row("popular_auto",
          Whole{0, 20},
          FIELD(popular_auto),
          "As well as those, so many of the sizes that are most asked for."),
      row("cache_seconds",
          Seconds{0, 31'536'000},
          FIELD(cache_for),
          "`max-age` of these pictures; not given, that of the setting `cache_seconds`."),
  };
  return options;
}

Setting namespaces_setting() {
  Setting setting;
  setting.key = "namespaces";
  setting.allowed = kAllowed;
  setting.sentence = "The paths under which pictures are served, and where their originals are.";
  setting.object = true;
  setting.set = set_namespaces;
  setting.get = get_namespaces;
  return setting;
}

}  // namespace vitrine::app
