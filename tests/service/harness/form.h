// A form with files, as clients write it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/harness/http_client.h"

namespace vitrine::service {

inline constexpr std::string_view kFormType = "multipart/form-data; boundary=----form7a";

struct FormFile {
  std::string bytes;
  std::string name;
  std::string field = "upload";
};

inline std::string form_field(std::string_view name, std::string_view value) {
  return "------form7a\r\nContent-Disposition: form-data; name=\"" + std::string(name) +
         "\"\r\n\r\n" + std::string(value) + "\r\n";
}

inline std::string form_file(const FormFile& file) {
  return "------form7a\r\nContent-Disposition: form-data; name=\"" + file.field +
         "\"; filename=\"" + file.name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" +
         file.bytes + "\r\n";
}

inline std::string form_end() {
  return "------form7a--\r\n";
}

inline Ask form_post(std::string body, Headers headers = {}) {
  headers.emplace_back("Content-Type", kFormType);
  return {.method = "POST", .target = "/upload", .headers = headers, .body = std::move(body)};
}

inline Ask upload_of(const FormFile& file, Headers headers = {}) {
  return form_post(form_file(file) + form_end(), std::move(headers));
}

}  // namespace vitrine::service
