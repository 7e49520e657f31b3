#include "endpoints/api_keys.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "endpoints/fields.h"
#include "endpoints/json_text.h"
#include "endpoints/refusals.h"
#include "runtime/iso_time.h"

namespace vitrine::endpoints {

namespace {

constexpr std::uint64_t kBodyBytesMax = 4 * 1024;

http::Response json_answer(int status, std::string json) {
  auto response = http::Response::json(status, std::move(json) + "\n");
  response.header("Cache-Control", "no-store");
  return response;
}

std::string time_or_null(const std::optional<WallTime>& time) {
  return time ? "\"" + iso_time(*time) + "\"" : "null";
}

// Without its last brace.
std::string key_json(const accounts::ApiKey& key) {
  std::string json = "{\"id\":";
  append_json_text(json, key.id);
  json += ",\"name\":";
  append_json_text(json, key.name);
  return json + fmt::format(R"(,"scopes":"{}","created":"{}","last_used":{},"revoked":{})",
                            key.scopes.text(),
                            iso_time(key.created),
                            time_or_null(key.used),
                            time_or_null(key.revoked));
}

}  // namespace

ApiKeys::ApiKeys(accounts::ApiKeys& keys, const Access& access) : keys_(keys), access_(access) {
}

void ApiKeys::add_routes(http::Router& router) {
  using http::Method;
  using http::Request;
  const auto add = [&](Method method, const char* path, http::Handler handler) {
    router.add(method,
               path,
               access_.guarded(accounts::Right::operate, std::move(handler)),
               {.body_bytes_max = method == Method::post ? kBodyBytesMax : 0});
  };
  add(Method::get, "/account/keys", [this](const Request&) -> http::Answer { return all(); });
  add(Method::post, "/account/keys", [this](const Request& request) { return create(request); });
  const auto revoking = [this](const Request& request) -> http::Answer { return revoke(request); };
  add(Method::post, "/account/keys/{key}/revoke", revoking);
  add(Method::delete_, "/account/keys/{key}", revoking);
}

Task<Result<http::Response>> ApiKeys::all() {
  CO_TRY(const auto keys, co_await keys_.all());
  std::string json = "[";
  for (const auto& key : keys) {
    if (json.size() > 1) json += ',';
    json += key_json(key) + "}";
  }
  co_return json_answer(200, json + "]");
}

http::Answer ApiKeys::create(const http::Request& request) {
  TRY(const auto fields, read_fields(request, {"name", "scopes"}));
  const auto scopes = accounts::parse_scopes(fields["scopes"]);
  if (!scopes) return refused(request, scopes.error());
  return make(request, fields["name"], *scopes);
}

Task<Result<http::Response>> ApiKeys::make(const http::Request& request,
                                           std::string name,
                                           accounts::Scopes scopes) {
  const auto made = co_await keys_.create(std::move(name), scopes);
  if (!made) co_return refused(request, made.error());
  co_return json_answer(201, key_json(made->key) + R"(,"key":")" + made->text + "\"}");
}

Task<Result<http::Response>> ApiKeys::revoke(const http::Request& request) {
  const auto revoked = co_await keys_.revoke(std::string(request.parameter("key")));
  if (!revoked) co_return refused(request, revoked.error());
  co_return json_answer(200, "{}");
}

}  // namespace vitrine::endpoints
