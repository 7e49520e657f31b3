// One value for one setting, and where it was said.
#pragma once

#include <map>
#include <string>

#include <boost/json/value.hpp>

namespace vitrine::app {

struct Given {
  // "limits.render_queue", one of settings().
  std::string key;
  boost::json::value value;
  // "config/shop.json:7", "VITRINE_LIMITS_RENDER_QUEUE", "--limits.render-queue".
  std::string where;
  // The same for keys inside a value that is an object ("namespaces.user/avatar.origin").
  std::map<std::string, std::string> where_inside{};
};

}  // namespace vitrine::app
