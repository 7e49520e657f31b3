#include "http/websocket_handshake.h"

#include <array>
#include <utility>

#include <openssl/evp.h>

#include "failure/check.h"
#include "http/event_stream.h"
#include "http/field_value.h"

namespace vitrine::http {

namespace {

constexpr std::string_view kVersion = "13";

// Is `word` in one of the comma lists of this name?
bool lists(const Request& request, std::string_view header_name, std::string_view word) {
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, header_name)) continue;
    auto rest = field.value;
    while (!rest.empty()) {
      if (equal_ignoring_case(next_part(rest, ','), word)) return true;
    }
  }
  return false;
}

// The value of a header that is there once; empty otherwise.
std::string_view only(const Request& request, std::string_view header_name) {
  std::string_view found;
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, header_name)) continue;
    if (!found.empty()) return {};
    found = field.value;
  }
  return found;
}

// Sixteen bytes in Base64.
bool is_key(std::string_view key) {
  constexpr CharacterSet kBase64(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  if (key.size() != 24 || !key.ends_with("==")) return false;
  for (const char c : key.substr(0, 22)) {
    if (!kBase64.has(c)) return false;
  }
  return true;
}

Response upgrade_required(std::string text) {
  auto response = Response::text(426, std::move(text));
  response.header("Upgrade", "websocket").header("Sec-WebSocket-Version", kVersion);
  return response;
}

}  // namespace

std::optional<Response> refuse_websocket(const Request& request) {
  if (request.http_1_0) return Response::text(400, "A WebSocket begins with HTTP/1.1, not 1.0\n");
  if (request.method != Method::get) return Response::text(400, "A WebSocket begins with GET\n");
  if (!lists(request, "Upgrade", "websocket") || !lists(request, "Connection", "upgrade")) {
    return upgrade_required(
        "This address speaks WebSocket (Connection: Upgrade, Upgrade: websocket)\n");
  }
  const auto version = only(request, "Sec-WebSocket-Version");
  if (version != kVersion) {
    return upgrade_required("This address speaks version 13 of WebSocket, not " +
                            (version.empty() ? "an unnamed one" : std::string(version)) + "\n");
  }
  if (!is_key(only(request, "Sec-WebSocket-Key"))) {
    return Response::text(400, "Sec-WebSocket-Key is not 16 bytes in Base64\n");
  }
  return std::nullopt;
}

std::string websocket_accept(std::string_view key) {
  const auto text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int digest_bytes = 0;
  const int made =
      EVP_Digest(text.data(), text.size(), digest.data(), &digest_bytes, EVP_sha1(), nullptr);
  check(made == 1, "the library has SHA-1");
  // Three bytes become four characters, and a NUL ends them.
  std::array<unsigned char, EVP_MAX_MD_SIZE * 2> encoded;
  const int count = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest_bytes));
  return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(count)};
}

Response websocket_response(const Request& request, std::shared_ptr<Stream> stream) {
  Response response(101);
  response.header("Upgrade", "websocket")
      .header("Sec-WebSocket-Accept", websocket_accept(only(request, "Sec-WebSocket-Key")))
      .stream({StreamKind::websocket, std::move(stream)});
  return response;
}

Response events_response(std::shared_ptr<Stream> stream) {
  Response response(200);
  // A proxy in front must not gather what is meant to arrive now; nginx asks for it by name.
  response.header("Content-Type", kEventStreamType)
      .header("Cache-Control", "no-store")
      .header("X-Accel-Buffering", "no")
      .stream({StreamKind::events, std::move(stream)});
  return response;
}

}  // namespace vitrine::http
