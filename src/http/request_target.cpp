#include "http/request_target.h"

#include <algorithm>

#include "http/field_value.h"

namespace vitrine::http {

namespace {

// RFC 3986, 3.2.2 and 3.2.3, without user information: its '@' is how one host is made to look like
// another.
constexpr CharacterSet kHostCharacters(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%:[]");

// Fragments ('#') are for the client; an escape is the only way for other bytes.
constexpr CharacterSet kTargetCharacters(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    "!\"$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

// Without an early exit: the texts are short, and nearly always well.
bool has_only(std::string_view text, const CharacterSet& set) {
  bool only = true;
  for (const char c : text) only &= set.has(c);
  return only;
}

bool is_host(std::string_view text) {
  return !text.empty() && has_only(text, kHostCharacters);
}

bool is_host_field(const HeaderField& field) {
  return equal_ignoring_case(field.name, "Host");
}

// The length of "http://" or "https://" at the front; 0 for neither.
std::size_t scheme_bytes(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) return scheme.size();
  }
  return 0;
}

void split_query(Head& head, std::string_view target) {
  const auto mark = std::min(target.find('?'), target.size());
  head.path = target.substr(0, mark);
  head.query = target.substr(std::min(mark + 1, target.size()));
  if (head.path.empty()) head.path = "/";
}

std::optional<Rejection> read_absolute(Head& head,
                                       std::string_view rest,
                                       std::span<HeaderField> fields) {
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  const auto authority = rest.substr(0, end);
  if (!is_host(authority)) {
    return Rejection{400, "The target of the request has no proper host in its address"};
  }
  for (auto& field : fields) {
    if (is_host_field(field)) field.value = authority;
  }
  split_query(head, rest.substr(end));
  return std::nullopt;
}

}  // namespace

std::optional<Rejection> read_target(Head& head, std::span<HeaderField> fields) {
  const auto target = head.target;
  if (!has_only(target, kTargetCharacters)) {
    return Rejection{400, "The target of the request has a character that must be escaped"};
  }
  if (target.starts_with('/')) {
    split_query(head, target);
    return std::nullopt;
  }
  if (target == "*" && head.method == Method::options) {
    head.path = target;
    return std::nullopt;
  }
  if (const auto scheme = scheme_bytes(target); scheme != 0) {
    return read_absolute(head, target.substr(scheme), fields);
  }
  return Rejection{400, "The target of the request is neither a path nor an http address"};
}

std::optional<Rejection> check_host(const Head& head, std::size_t hosts, std::string_view host) {
  if (hosts > 1) return Rejection{400, "The request has more than one Host"};
  if (hosts == 1 && !is_host(host)) return Rejection{400, "The Host of the request is not a host"};
  if (hosts == 0 && !head.http_1_0) return Rejection{400, "The request has no Host"};
  return std::nullopt;
}

}  // namespace vitrine::http
