// The fields of a small body: an HTML form or a flat JSON object. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "failure/result.h"
#include "http/request.h"

namespace vitrine::endpoints {

class Fields {
 public:
  // Empty when there is no such field.
  const std::string& operator[](std::string_view name) const;

  void put(std::string_view name, std::string_view value) {
    values_.try_emplace(std::string(name), value);
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

bool is_json(const http::Request& request);

// By Content-Type: application/json, otherwise a form. Of fields with one name the first counts.
// Of `texts` a JSON object may have texts only; what else it has is passed over. bad_request: what
// is neither, a broken escape, more than 50 fields.
Result<Fields> read_fields(const http::Request& request,
                           std::initializer_list<std::string_view> texts);

}  // namespace vitrine::endpoints
