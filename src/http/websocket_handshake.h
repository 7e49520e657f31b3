// The opening handshake of a WebSocket, from the server's side (RFC 6455, 4.2).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "http/stream.h"

namespace vitrine::http {

// The answer to a request that cannot become a WebSocket, which says why; absent when it can.
// 426 for one that does not ask to, or for another version than 13; 400 for a broken one.
std::optional<Response> refuse_websocket(const Request& request);

// 101. Only for a request that is not refused.
Response websocket_response(const Request& request, std::shared_ptr<Stream> stream);

// 200 and an endless text/event-stream.
Response events_response(std::shared_ptr<Stream> stream);

// Sec-WebSocket-Accept for this Sec-WebSocket-Key.
std::string websocket_accept(std::string_view key);

}  // namespace vitrine::http
