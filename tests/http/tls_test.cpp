#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_frames.h"
#include "http/running_server.h"
#include "http/websocket_handshake.h"

namespace vitrine::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::Client;
using ::testing::HasSubstr;
using testing::RunningServer;

// A certificate for 127.0.0.1 that signs itself, made anew for each run of the tests.
class Certificate {
 public:
  Certificate() {
    std::string pattern = ::testing::TempDir() + "vitrine-tls-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout " +
        key() + " -out " + certificate() + " 2>/dev/null";
    made_ = std::system(command.c_str()) == 0;
  }

  ~Certificate() { std::filesystem::remove_all(folder_); }

  bool made() const { return made_; }

  std::string certificate() const { return folder_ + "/certificate.pem"; }

  std::string key() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
  bool made_ = false;
};

class TlsClient {
 public:
  TlsClient(std::uint16_t port, const Certificate& certificate) {
    context_.load_verify_file(certificate.certificate());
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.next_layer().connect({asio::ip::make_address("127.0.0.1"), port});
    stream_.handshake(asio::ssl::stream_base::client);
  }

  void send(std::string_view bytes) {
    asio::write(stream_, asio::buffer(bytes.data(), bytes.size()));
  }

  // Reads until `bytes` of a body have come behind a head.
  std::string answer(std::size_t body_bytes) {
    std::string text;
    while (true) {
      const auto end = text.find("\r\n\r\n");
      if (end != std::string::npos && text.size() >= end + 4 + body_bytes) return text;
      std::array<char, 8192> bytes;
      boost::system::error_code error;
      const auto count = stream_.read_some(asio::buffer(bytes), error);
      last_error_ = error;
      if (error) return text;
      text.append(bytes.data(), count);
    }
  }

  boost::system::error_code last_error() const { return last_error_; }

 private:
  asio::io_context io_;
  asio::ssl::context context_{asio::ssl::context::tls_client};
  asio::ssl::stream<tcp::socket> stream_{io_, context_};
  boost::system::error_code last_error_;
};

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    config_.tls = {.certificate_file = certificate_.certificate(), .key_file = certificate_.key()};
    config_.limits.head_time_max = std::chrono::seconds(1);
  }

  Router router() {
    Router router;
    router.add(Method::get, "/secure", [](const Request& request) -> Answer {
      return Response::text(200, request.secure ? "secure" : "plain");
    });
    router.add(Method::get, "/large", [this](const Request&) -> Answer {
      return Response(200).body(ByteSlice{large_, *large_});
    });
    router.add(Method::get, "/file", [this](const Request&) -> Answer {
      return Response(200).body(FileSlice{file_, 0, file_->bytes});
    });
    router.add(Method::post,
               "/echo",
               [](const Request& request) -> Answer {
                 return Response::text(200, std::string(request.body));
               },
               {.body_bytes_max = 1'000'000});
    return router;
  }

  static SharedFile file_with(const std::string& text) {
    std::FILE* const file = std::tmpfile();
    const int fd = ::dup(::fileno(file));
    std::fclose(file);
    EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    return std::make_shared<const OpenFile>(OpenFile{.fd = UniqueFd(fd), .bytes = text.size()});
  }

  static std::string letters(std::size_t bytes) {
    std::string text(bytes, ' ');
    for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>('a' + i * 7 % 26);
    return text;
  }

  Certificate certificate_;
  SharedBytes large_ = share(letters(300'000));
  SharedFile file_ = file_with(letters(100'001));
  ServerConfig config_;
};

TEST_F(TlsTest, ServesTheSameOverTls) {
  ASSERT_TRUE(certificate_.made());
  RunningServer server(router(), config_);
  TlsClient client(server->port(), certificate_);
  client.send("GET /secure HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.answer(6), HasSubstr("secure"));
  client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.answer(large_->size()).ends_with(*large_));
  client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.answer(file_->bytes).ends_with(letters(100'001)));
  const auto body = letters(500'000);
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + body);
  EXPECT_TRUE(client.answer(body.size()).ends_with(body));
}

// Sends three large messages, which wait for each other.
class ThreeMessages final : public Stream {
 public:
  void opened(StreamWire& wire) override {
    for (int i = 0; i < 3; ++i) wire.send(share(std::string(100'000, 'm')));
  }

  void drained() override {}

  void closed() override {}
};

TEST_F(TlsTest, CarriesStreams) {
  ASSERT_TRUE(certificate_.made());
  Router router;
  router.add(Method::get, "/live", [](const Request& request) -> Answer {
    return websocket_response(request, std::make_shared<ThreeMessages>());
  });
  RunningServer server(std::move(router), config_);
  TlsClient client(server->port(), certificate_);
  client.send(
      "GET /live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  EXPECT_TRUE(client.answer(300'000).ends_with(std::string(300'000, 'm')));
  client.send(testing::client_frame(0x89, "you?"));
  client.send(testing::client_frame(0x88, ""));
  EXPECT_THAT(client.answer(1'000'000), HasSubstr(std::string("\x88\0", 2)));
}

TEST_F(TlsTest, EndsInGoodOrder) {
  ASSERT_TRUE(certificate_.made());
  RunningServer server(router(), config_);
  TlsClient client(server->port(), certificate_);
  client.send("GET /secure HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.answer(1'000'000), HasSubstr("secure"));
  EXPECT_EQ(client.last_error(), asio::error::eof) << "a truncated stream has another error";
}

TEST_F(TlsTest, EndsWhoDoesNotSpeakTls) {
  ASSERT_TRUE(certificate_.made());
  RunningServer server(router(), config_);
  Client plain(server->port());
  plain.send("GET /secure HTTP/1.1\r\nHost: a\r\n\r\n");
  plain.rest();
  Client silent(server->port());
  EXPECT_EQ(silent.rest(), "") << "the handshake has a limit too";
  while (server->connections() > 0) std::this_thread::yield();
}

TEST_F(TlsTest, NamesTheFileThatItCannotUse) {
  ASSERT_TRUE(certificate_.made());
  auto config = config_;
  config.tls.certificate_file = "/nowhere/certificate.pem";
  EXPECT_THAT([&] { RunningServer server(Router(), config); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("/nowhere/certificate.pem")));
  config = config_;
  config.tls.key_file = config.tls.certificate_file;
  EXPECT_THAT([&] { RunningServer server(Router(), config); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("The key ")));
}

}  // namespace
}  // namespace vitrine::http
