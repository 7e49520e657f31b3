// What strangers send to log in: a body, a cookie header, a place to go on to, a name, a password,
// scopes. Names that are taken fold to themselves; nobody is sent away from the site.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "accounts/api_key.h"
#include "accounts/name_rules.h"
#include "accounts/password_rules.h"
#include "endpoints/cookies.h"
#include "endpoints/fields.h"
#include "endpoints/same_site.h"

using namespace vitrine;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void read_body(std::string_view type, std::string_view bytes) {
  const std::array<http::HeaderField, 2> headers = {{{"Content-Type", type}, {"Cookie", bytes}}};
  http::Request request;
  request.headers = headers;
  request.body = bytes;
  const auto fields = endpoints::read_fields(request, {"username", "password"});
  if (fields) require((*fields)["username"].size() <= bytes.size() * 2);
  const auto cookie = endpoints::cookie(request, endpoints::kSessionCookie, false);
  if (cookie) require(cookie->size() < bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_body("application/json", bytes);
  read_body("application/x-www-form-urlencoded", bytes);
  if (endpoints::is_own_path(bytes)) require(bytes.starts_with('/') && !bytes.starts_with("//"));
  const auto folded = accounts::fold_name(bytes);
  require(accounts::fold_name(folded) == folded);
  if (accounts::check_name(bytes)) require(!folded.empty());
  static_cast<void>(accounts::check_password(bytes, bytes.substr(0, size / 2)));
  if (const auto scopes = accounts::parse_scopes(bytes)) {
    require(accounts::parse_scopes(scopes->text()) == *scopes);
  }
  return 0;
}
