// The head of an answer, written in one go behind what is already waiting to be sent.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include "http/http_date.h"
#include "http/out_buffer.h"
#include "http/request.h"
#include "http/response.h"

namespace vitrine::http {

// "Server: Vitrine\r\nDate: …\r\n", made anew once a second.
// Lives on: its loop.
class CommonLines {
 public:
  explicit CommonLines(WallTime now);
  void refresh(WallTime now);

  std::string_view view() const { return {text_.data(), text_.size()}; }

 private:
  static constexpr std::string_view kBefore = "Server: Vitrine\r\nDate: ";
  static constexpr std::string_view kAfter = "\r\n";
  std::array<char, kBefore.size() + kDateBytes + kAfter.size()> text_;
  std::chrono::seconds shown_{};
};

// How the connection goes on after an answer.
enum class Persistence : std::uint8_t {
  keep,           // HTTP/1.1 says nothing about it
  keep_and_tell,  // HTTP/1.0 has to be told
  close,
  upgrade,  // the connection goes on as something else
};

// No head is larger than this.
std::size_t head_bytes_max(const Response& response);

// The answer to a request with `method`; `out` has room for head_bytes_max(response).
void write_head(const Response& response,
                Method method,
                Persistence persistence,
                const CommonLines& common,
                OutBuffer& out);

// Does this answer to this method carry its body?
bool sends_body(const Response& response, Method method);

}  // namespace vitrine::http
