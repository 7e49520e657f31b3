// TLS on the public port, seen by curl and by openssl(1), which check what we send.
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

// A certificate for localhost and its key, made by openssl(1) as an operator would.
void make_certificate(const TemporaryFolder& home) {
  const auto made = run({.program = "/usr/bin/openssl",
                         .arguments = {"req",
                                       "-x509",
                                       "-newkey",
                                       "ec",
                                       "-pkeyopt",
                                       "ec_paramgen_curve:prime256v1",
                                       "-nodes",
                                       "-days",
                                       "2",
                                       "-subj",
                                       "/CN=localhost",
                                       "-addext",
                                       "subjectAltName=DNS:localhost,IP:127.0.0.1",
                                       "-keyout",
                                       "key.pem",
                                       "-out",
                                       "certificate.pem"},
                         .folder = home.path()});
  ASSERT_EQ(made.code, 0) << made.errors;
}

boost::json::object with_tls(const TemporaryFolder& home) {
  return {{"tls",
           {{"certificate", (home.path() / "certificate.pem").native()},
            {"key", (home.path() / "key.pem").native()}}}};
}

Finished curl(const TemporaryFolder& home, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"--silent", "--show-error", "--max-time", "20", "--cacert", "certificate.pem"});
  return run({.program = "/usr/bin/curl", .arguments = std::move(arguments), .folder = home.path()},
             3 * kSoon);
}

// The harness waits for an address that begins with http:, so this is done by hand.
class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    make_certificate(home_);
    nginx_.put("shirt.jpg", photograph(600, 400));
    home_.write("config/test.json",
                boost::json::serialize(
                    merged(merged(base_configuration(),
                                  {{"namespaces", {{"any", {{"origin", nginx_.url("/{id}")}}}}}}),
                           with_tls(home_))));
    process_.emplace(Launch{.program = vitrine_program(),
                            .arguments = {"serve", "-e", "test"},
                            .folder = home_.path()});
    constexpr std::string_view kLine = "vitrine: https://127.0.0.1:";
    ASSERT_TRUE(eventually([&] {
      const auto output = process_->output();
      const auto at = output.find(kLine);
      const auto end = output.find('\n', at);
      if (at == std::string::npos || end == std::string::npos) return false;
      address_ = output.substr(at + 9, end - at - 9);
      return true;
    })) << process_->errors();
  }

  TemporaryFolder home_;
  Nginx nginx_;
  std::optional<Process> process_;
  std::string address_;
};

TEST_F(TlsTest, ServesPicturesToACheckingClient) {
  const auto got = curl(home_,
                        {"--output",
                         "got.webp",
                         "--write-out",
                         "%{http_code} %{content_type}",
                         address_ + "/any/shirt.jpg/w300.webp"});
  EXPECT_EQ(got.code, 0) << got.errors;
  EXPECT_EQ(got.output, "200 image/webp");
  const auto picture = look_at(contents(home_.path() / "got.webp"));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 300);
}

TEST_F(TlsTest, SpeaksNoOldVersion) {
  const auto got =
      curl(home_, {"--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", address_ + "/ping"});
  EXPECT_EQ(got.code, 35) << "CURLE_SSL_CONNECT_ERROR: " << got.output << got.errors;
}

TEST_F(TlsTest, StopsInGoodOrder) {
  ASSERT_EQ(curl(home_, {address_ + "/ping"}).code, 0);
  process_->signal(SIGTERM);
  EXPECT_EQ(process_->wait(), 0);
}

TEST(Tls, WithoutItsFilesIsAnErrorThatNamesThem) {
  struct Row {
    const char* reason;
    const char* certificate;
    const char* key;
    std::vector<std::string> says;
  };

  const Row rows[] = {
      {"no such certificate", "nowhere.pem", "key.pem", {"nowhere.pem"}},
      {"no such key", "certificate.pem", "nowhere.pem", {"nowhere.pem"}},
      {"a certificate without its key", "certificate.pem", "", {"tls.certificate", "tls.key"}},
      {"a key that is none", "certificate.pem", "config/test.json", {"config/test.json"}},
  };
  const TemporaryFolder home;
  make_certificate(home);
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    home.write("config/test.json",
               boost::json::serialize(
                   merged(base_configuration(),
                          {{"tls", {{"certificate", row.certificate}, {"key", row.key}}}})));
    const auto ended = run({.program = vitrine_program(),
                            .arguments = {"serve", "-e", "test"},
                            .folder = home.path()});
    EXPECT_NE(ended.code, 0);
    EXPECT_LT(ended.code, 128) << "an error, not a crash";
    for (const auto& word : row.says) {
      EXPECT_NE(ended.errors.find(word), std::string::npos) << ended.errors;
    }
  }
}

}  // namespace
}  // namespace vitrine::service
