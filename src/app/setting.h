// One setting: a name that operators know, what it may be, and the field of Config that it fills.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "app/config.h"

namespace vitrine::app {

// What is wrong with a value, without where it came from: "key = shown: must be `must`".
struct Mistake {
  std::string key;
  std::string shown;
  std::string must;
};

template <class Object>
struct Row {
  // "limits.render_queue".
  std::string key;
  // Completes "must be": "a whole number from 0 to 100000". Printed in errors and in the docs.
  std::string allowed;
  // What it means, for docs/configuration.md and --help.
  std::string sentence;
  // Never shown: not in errors, not by `vitrine config`.
  bool secret = false;
  // A flag without a value switches it on.
  bool yes_no = false;
  // An object that is one value, such as `namespaces`, and no section of settings.
  bool object = false;
  // Values may always be text as well (variables and flags are, and S3's files wrote "7000").
  // On a mistake nothing has changed.
  std::function<std::optional<Mistake>(Object&, const boost::json::value&)> set;
  std::function<boost::json::value(const Object&)> get;
};

using Setting = Row<Config>;

// A value as an error shows it: JSON on one line, cut to a readable length.
std::string shown(const boost::json::value& value);

}  // namespace vitrine::app
