#include "http/head_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "http/field_value.h"
#include "http/request_target.h"

namespace vitrine::http {

namespace {

namespace beast = boost::beast;
using beast::http::error;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::get;
    case beast::http::verb::head:
      return Method::head;
    case beast::http::verb::post:
      return Method::post;
    case beast::http::verb::put:
      return Method::put;
    case beast::http::verb::patch:
      return Method::patch;
    case beast::http::verb::delete_:
      return Method::delete_;
    case beast::http::verb::options:
      return Method::options;
    default:
      return std::nullopt;
  }
}

class HeadReader final : public beast::http::basic_parser<true> {
 public:
  HeadReader(std::string_view bytes,
             std::size_t fields_max,
             Head& head,
             std::vector<HeaderField>& fields)
      : bytes_(bytes), fields_max_(fields_max), head_(head), fields_(fields) {
    fields_.clear();
    head_.expects_continue = false;
    header_limit(static_cast<std::uint32_t>(bytes.size()) + 1);
    body_limit(boost::none);  // the route's limit is applied once it is known
  }

  std::size_t read(beast::error_code& ec) {
    return put(boost::asio::const_buffer(bytes_.data(), bytes_.size()), ec);
  }

  const std::optional<Rejection>& rejection() const { return rejection_; }

  std::size_t hosts() const { return hosts_; }

  std::string_view host() const { return host_; }

 protected:
  void on_request_impl(beast::http::verb verb,
                       beast::string_view method_text,
                       beast::string_view target,
                       int version,
                       beast::error_code& ec) override {
    const auto method = method_of(verb);
    if (!method) {
      return reject(
          501, "The method " + std::string(view(method_text)) + " is not served here", ec);
    }
    head_.method = *method;
    head_.target = view(target);
    head_.http_1_0 = version == 10;
  }

  void on_field_impl(beast::http::field field,
                     beast::string_view field_name,
                     beast::string_view value,
                     beast::error_code& ec) override {
    if (fields_.size() == fields_max_) {
      return reject(
          431, "The request has more than " + std::to_string(fields_max_) + " header fields", ec);
    }
    fields_.push_back({view(field_name), view(value)});
    if (is_folded(fields_.back())) return reject(400, "A header field is folded", ec);
    if (field == beast::http::field::host) {
      host_ = view(value);
      ++hosts_;
    }
    if (field == beast::http::field::content_length) return on_content_length(view(value), ec);
    if (field == beast::http::field::transfer_encoding) return on_encoding(view(value), ec);
    if (field == beast::http::field::expect) on_expect(view(value), ec);
  }

  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

  void on_header_impl(beast::error_code&) override {}

  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}

  std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }

  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, beast::error_code&) override {
    return 0;
  }

  void on_finish_impl(beast::error_code&) override {}

 private:
  // Beast joins folded lines elsewhere, or steps over the line end in front of the value.
  bool is_folded(const HeaderField& field) const {
    const auto* const name_end = field.name.data() + field.name.size();
    const auto gap = static_cast<std::size_t>(field.value.data() - name_end);
    if (gap <= 2) return false;  // a colon and a blank
    if (gap > bytes_.size()) return true;
    return std::string_view(name_end, gap).contains('\n');
  }

  void reject(int status, std::string text, beast::error_code& ec) {
    rejection_ = Rejection{status, std::move(text)};
    ec = error::bad_value;
  }

  // Beast takes lists and repetitions of the same number; two servers may not agree on that.
  void on_content_length(std::string_view value, beast::error_code& ec) {
    const bool repeated = std::exchange(length_seen_, true);
    if (repeated || value.contains(',')) {
      reject(400, "The request has more than one Content-Length", ec);
    }
  }

  // Beast sees `chunked` in a list, and takes an unknown coding for none at all.
  void on_encoding(std::string_view value, beast::error_code& ec) {
    if (head_.http_1_0) return reject(400, "HTTP/1.0 has no Transfer-Encoding", ec);
    if (!equal_ignoring_case(value, "chunked")) {
      reject(501, "The only Transfer-Encoding that is read here is `chunked`", ec);
    }
  }

  void on_expect(std::string_view value, beast::error_code& ec) {
    if (!equal_ignoring_case(value, "100-continue")) {
      return reject(417, "The only expectation that is met here is `100-continue`", ec);
    }
    head_.expects_continue = !head_.http_1_0;
  }

  const std::string_view bytes_;
  const std::size_t fields_max_;
  Head& head_;
  std::vector<HeaderField>& fields_;
  std::optional<Rejection> rejection_;
  bool length_seen_ = false;
  std::size_t hosts_ = 0;
  std::string_view host_;
};

// Does the request line end in a version that HTTP could have, if not one we speak?
bool has_other_version(std::string_view bytes) {
  const auto line = bytes.substr(0, bytes.find('\r'));
  if (line.size() < 8) return false;
  const auto version = line.substr(line.size() - 8);
  return version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
         is_digit(version[7]);
}

Rejection explain(const beast::error_code& ec, std::string_view bytes) {
  if (ec == error::bad_method) return {400, "The request line has no proper method"};
  if (ec == error::bad_target) return {400, "The request line has no proper target"};
  if (ec == error::bad_version) {
    if (has_other_version(bytes)) return {505, "Only HTTP/1.0 and HTTP/1.1 are spoken here"};
    return {400, "The request line does not end in a version of HTTP"};
  }
  if (ec == error::bad_field) return {400, "The name of a header field is not proper"};
  if (ec == error::bad_value) return {400, "The value of a header field is not proper"};
  if (ec == error::bad_content_length || ec == error::multiple_content_length) {
    return {400, "The Content-Length is not one number, or stands beside a Transfer-Encoding"};
  }
  if (ec == error::bad_transfer_encoding) {
    return {400, "The Transfer-Encoding is repeated, or stands beside a Content-Length"};
  }
  return {400, "The head of the request is not proper HTTP/1.1"};
}

// What Beast knows when it has read a head, and what it leaves open.
std::optional<Rejection> finish(const HeadReader& reader,
                                Head& head,
                                std::vector<HeaderField>& fields) {
  head.keep_alive = reader.keep_alive();
  head.chunked = reader.chunked();
  head.content_length = reader.content_length().value_or(0);
  if (auto rejection = check_host(head, reader.hosts(), reader.host())) return rejection;
  return read_target(head, fields);
}

}  // namespace

std::optional<Rejection> parse_head(std::string_view bytes,
                                    std::size_t fields_max,
                                    Head& head,
                                    std::vector<HeaderField>& fields) {
  HeadReader reader(bytes, fields_max, head, fields);
  beast::error_code ec;
  const auto used = reader.read(ec);
  if (reader.rejection()) return reader.rejection();
  if (ec || used != bytes.size()) return explain(ec, bytes);
  return finish(reader, head, fields);
}

std::optional<std::size_t> parse_good_head(std::string_view bytes,
                                           std::size_t fields_max,
                                           Head& head,
                                           std::vector<HeaderField>& fields) {
  HeadReader reader(bytes, fields_max, head, fields);
  beast::error_code ec;
  const auto used = reader.read(ec);
  if (ec || finish(reader, head, fields)) return std::nullopt;
  return used;
}

}  // namespace vitrine::http
