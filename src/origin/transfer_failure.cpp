#include "origin/transfer_failure.h"

#include <string_view>

#include <fmt/format.h>

namespace vitrine::origin {

namespace {

std::string_view sentence(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return "The origin cannot be reached";
    case CURLE_PARTIAL_FILE:
      return "The origin closed the connection before the picture was complete";
    case CURLE_GOT_NOTHING:
      return "The origin closed the connection without an answer";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return "The origin broke off the connection";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "The certificate of the origin cannot be trusted";
    case CURLE_SSL_CONNECT_ERROR:
      return "No TLS connection to the origin came about";
    default:
      return "The origin did not answer as a web server does";
  }
}

}  // namespace

Failure transfer_failure(CURLcode code,
                         std::chrono::milliseconds connect_time_max,
                         const std::string& message) {
  auto detail = message.empty() ? std::string(curl_easy_strerror(code)) : message;
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return {FailureKind::timeout,
            "No connection to the origin came about within " + in_seconds(connect_time_max),
            std::move(detail)};
  }
  return {FailureKind::upstream, std::string(sentence(code)), std::move(detail)};
}

std::string in_seconds(std::chrono::milliseconds time) {
  return fmt::format("{:g} s", std::chrono::duration<double>(time).count());
}

}  // namespace vitrine::origin
