#include "http/chunked_body.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace vitrine::http {

namespace beast = boost::beast;

class ChunkedBody::Reader final : public beast::http::basic_parser<true> {
 public:
  Reader(std::string& body, std::uint64_t body_bytes_max) : body_(body) {
    body_limit(body_bytes_max);
    // The real head has been parsed already. Beast only reads bodies behind one, so it gets one
    // that says no more than that chunks follow.
    constexpr std::string_view kHead = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    beast::error_code ec;
    put(boost::asio::const_buffer(kHead.data(), kHead.size()), ec);
  }

 protected:
  void on_chunk_header_impl(std::uint64_t,
                            beast::string_view extensions,
                            beast::error_code& ec) override {
    // Beast lets control characters through inside quotes. A line feed there ends the line for some
    // servers, which then find a request inside this one.
    const bool controls = std::ranges::any_of(extensions, [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
    if (controls) ec = beast::http::error::bad_chunk_extension;
  }

  std::size_t on_chunk_body_impl(std::uint64_t,
                                 beast::string_view bytes,
                                 beast::error_code&) override {
    body_.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_request_impl(
      beast::http::verb, beast::string_view, beast::string_view, int, beast::error_code&) override {
  }

  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

  void on_field_impl(beast::http::field,
                     beast::string_view,
                     beast::string_view,
                     beast::error_code&) override {}

  void on_header_impl(beast::error_code&) override {}

  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}

  std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }

  void on_finish_impl(beast::error_code&) override {}

 private:
  std::string& body_;
};

ChunkedBody::ChunkedBody(std::string& body, std::uint64_t body_bytes_max)
    : body_bytes_max_(body_bytes_max), reader_(std::make_unique<Reader>(body, body_bytes_max)) {
}

ChunkedBody::~ChunkedBody() = default;

ChunkedBody::Step ChunkedBody::take(std::string_view bytes) {
  // Until a body is complete there are at least these many bytes to come: "0\r\n\r\n". Beast 1.81
  // aborts on an assertion when it is given fewer of the last chunk.
  constexpr std::size_t kLeast = 5;
  Step step;
  while (!reader_->is_done()) {
    const auto rest = bytes.substr(step.used);
    if (rest.size() < kLeast) return step;
    beast::error_code ec;
    step.used += reader_->put(boost::asio::const_buffer(rest.data(), rest.size()), ec);
    if (ec == beast::http::error::need_more) return step;
    if (ec == beast::http::error::body_limit) {
      step.rejection = Rejection{
          413, "The body is over the limit of " + std::to_string(body_bytes_max_) + " bytes"};
      return step;
    }
    if (ec) {
      step.rejection = Rejection{400, "The chunks of the body are not proper HTTP/1.1"};
      return step;
    }
  }
  step.complete = true;
  return step;
}

}  // namespace vitrine::http
