// `namespaces`: an object of name -> { origin, popular, … }, one value as a whole, so that a
// variable or a flag replaces all of it.
#pragma once

#include <chrono>
#include <vector>

#include "app/setting.h"
#include "endpoints/pictures_config.h"

namespace vitrine::app {

// In NamespaceConfig::cache_for until load_config puts `cache_seconds` there.
inline constexpr std::chrono::seconds kCacheForNotGiven{-1};

// What a namespace may say, in the order of docs/configuration.md.
const std::vector<Row<endpoints::NamespaceConfig>>& namespace_options();

Setting namespaces_setting();

}  // namespace vitrine::app
