#include "app/text_rules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "endpoints/pictures_config.h"

namespace vitrine::app {

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_family(std::string_view text, int family) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  // inet_pton reads up to the first NUL, which text from JSON may have in its middle.
  if (text.find('\0') != std::string_view::npos) return false;
  return ::inet_pton(family, std::string(text).c_str(), bytes.data()) == 1;
}

}  // namespace

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool is_line(std::string_view text) {
  return !text.empty() && is_plain(text);
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' || c == ':';
  });
}

bool is_host_or_empty(std::string_view text) {
  return text.empty() || is_host(text);
}

bool is_address(std::string_view text) {
  return is_family(text, AF_INET) || is_family(text, AF_INET6);
}

bool is_address_or_empty(std::string_view text) {
  return text.empty() || is_address(text);
}

bool is_address_block_or_host(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_host(text);
  const auto network = text.substr(0, slash);
  const auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size()) return false;
  if (is_family(network, AF_INET)) return bits <= 32;
  return is_family(network, AF_INET6) && bits <= 128;
}

bool is_web_address(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  if (text.substr(0, scheme) != "http" && text.substr(0, scheme) != "https") return false;
  const auto rest = text.substr(scheme + 3);
  return !rest.empty() && rest.front() != '/' && std::ranges::all_of(rest, [](char c) {
    return c > ' ' && c < 0x7F && c != '?' && c != '#';
  });
}

bool is_operator_key(std::string_view text) {
  if (text.empty()) return true;
  return text.size() >= 16 && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_picture_extension(std::string_view text) {
  static const endpoints::PicturesConfig all;
  return std::ranges::find(all.extensions, text) != all.extensions.end();
}

bool is_namespace_name(std::string_view text) {
  constexpr std::size_t kSegmentsMax = 4;
  std::size_t segments = 0;
  while (true) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto segment = text.substr(0, slash);
    if (segment.empty() || segment.size() > 128 || ++segments > kSegmentsMax) return false;
    if (!std::ranges::all_of(
            segment, [](char c) { return is_letter_or_digit(c) || c == '_' || c == '-'; })) {
      return false;
    }
    if (slash == text.size()) return true;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace vitrine::app
