#include "http/header_lines.h"

namespace vitrine::http {

namespace {

constexpr std::string_view kSeparator = ": ";
constexpr std::string_view kLineEnd = "\r\n";

char* put(char* at, std::string_view text) {
  text.copy(at, text.size());
  return at + text.size();
}

}  // namespace

void HeaderLines::append(std::string_view name, std::string_view value) {
  const auto bytes = name.size() + kSeparator.size() + value.size() + kLineEnd.size();
  if (!spilled_ && used_ + bytes <= kInlineBytes) {
    auto* at = inline_.data() + used_;
    at = put(at, name);
    at = put(at, kSeparator);
    at = put(at, value);
    put(at, kLineEnd);
    used_ = static_cast<std::uint16_t>(used_ + bytes);
    return;
  }
  if (!spilled_) spilled_ = std::make_unique<std::string>(inline_.data(), used_);
  for (const auto part : {name, kSeparator, value, kLineEnd}) *spilled_ += part;
}

}  // namespace vitrine::http
