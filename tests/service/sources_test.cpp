// Originals from elsewhere: who may name them, and which addresses nobody may reach.
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kSalt = "sea";

// As docs/http-api.md describes it, with other tools than the server uses.
std::string signature(const std::string& target, std::string_view key = kKey) {
  const auto message = std::string{kSalt} + target;
  unsigned char mac[32];
  unsigned int length = sizeof(mac);
  HMAC(EVP_sha256(),
       key.data(),
       static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()),
       message.size(),
       mac,
       &length);
  char text[64];
  const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text), mac, sizeof(mac));
  std::string encoded{text, static_cast<std::size_t>(size)};
  std::ranges::replace(encoded, '+', '-');
  std::ranges::replace(encoded, '/', '_');
  return encoded.substr(0, encoded.find('='));
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char c : bytes) text += {kDigits[c >> 4], kDigits[c & 15]};
  return text;
}

std::string escaped(std::string_view url) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const unsigned char c : url) {
    if (std::isalnum(c) != 0) {
      text += static_cast<char>(c);
    } else {
      text += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return text;
}

std::string target_with(const std::string& url) {
  return "/any/elsewhere/w40.jpg?source=" + escaped(url);
}

boost::json::object signing() {
  return {{"signing", {{"key", hex(kKey)}, {"salt", hex(kSalt)}}}};
}

TEST(Sources, AreAllowedByTheirHost) {
  const Gallery gallery({.configuration = {{"source_allow", {"127.0.0.1"}}}});
  gallery.nginx.put("b.jpg", photograph(80, 60));

  const auto allowed = gallery.vitrine.get(target_with(gallery.nginx.url("/b.jpg")));
  EXPECT_EQ(look_at(allowed.body), (Seen{.format = "jpeg", .width = 40, .height = 30}));
  EXPECT_EQ(gallery.vitrine.get(target_with(gallery.nginx.url("/none.jpg"))).status, 404);

  const auto other = gallery.vitrine.get(target_with("http://cdn.example.com/b.jpg"));
  EXPECT_EQ(other.status, 403);
  EXPECT_NE(other.body.find("cdn.example.com"), std::string::npos) << other.body;
}

TEST(Sources, ThatPretendToBeAllowedAreRefused) {
  const Gallery gallery({.configuration = {{"source_allow", {"example.com"}}}});

  struct Row {
    const char* reason;
    const char* url;
    int status;
  };

  const Row rows[] = {
      {"the allowed host as a user", "http://example.com@127.0.0.1/a.jpg", 400},
      {"the allowed host as a path", "http://127.0.0.1/example.com", 403},
      {"a host that ends the same", "http://badexample.com/a.jpg", 403},
      {"a host that begins the same", "http://example.com.evil.test/a.jpg", 403},
      {"a host below it", "http://www.example.com/a.jpg", 403},
      {"a backslash", "http://127.0.0.1\\@example.com/a.jpg", 400},
      {"a file", "file:///etc/passwd", 400},
      {"a gopher", "gopher://example.com/_a", 400},
      {"data", "data:image/png;base64,AAAA", 400},
      {"no scheme", "//example.com/a.jpg", 400},
      {"a path", "/etc/passwd", 400},
      {"nothing", "", 400},
      {"a line feed", "http://example.com/a\r\nHost: b", 400},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    EXPECT_EQ(gallery.vitrine.get(target_with(row.url)).status, row.status);
  }
}

TEST(Sources, MayBeSigned) {
  const Gallery gallery({.configuration = signing()});
  gallery.nginx.put("b.jpg", photograph(80, 60));
  const auto target = target_with(gallery.nginx.url("/b.jpg"));
  const auto right = signature(target);

  const auto signed_one = gallery.vitrine.get(target + "&sig=" + right);
  EXPECT_EQ(signed_one.status, 200) << signed_one.body;
  EXPECT_EQ(look_at(signed_one.body)->width, 40);

  auto changed = right;
  changed.front() = changed.front() == 'A' ? 'B' : 'A';
  const auto wider = "/any/elsewhere/w80.jpg" + target.substr(target.find('?'));
  const std::pair<const char*, std::string> wrong[] = {
      {"not signed", target},
      {"an empty signature", target + "&sig="},
      {"one digit changed", target + "&sig=" + changed},
      {"half of it", target + "&sig=" + right.substr(0, 20)},
      {"padded", target + "&sig=" + right + "="},
      {"for another size", wider + "&sig=" + right},
      {"by another key", target + "&sig=" + signature(target, "another")},
      {"something behind it", target + "&sig=" + right + "&x=1"},
  };
  for (const auto& [reason, hostile] : wrong) {
    SCOPED_TRACE(reason);
    EXPECT_EQ(gallery.vitrine.get(hostile).status, 403);
  }
}

TEST(Sources, ThatAreSignedStillReachNoPrivateAddress) {
  auto configuration = signing();
  configuration["origin_allow_private"] = boost::json::array{};
  const Gallery gallery({.configuration = configuration});
  gallery.nginx.put("b.jpg", photograph(80, 60));
  const auto port = ":" + std::to_string(gallery.nginx.port()) + "/b.jpg";
  const std::pair<const char*, std::string> rows[] = {
      {"loopback", "http://127.0.0.1" + port},
      {"loopback by name", "http://localhost" + port},
      {"another loopback", "http://127.8.8.8" + port},
      {"this host", "http://0.0.0.0" + port},
      {"a short form", "http://127.1" + port},
      {"one number", "http://2130706433" + port},
      {"octal", "http://0177.0.0.1" + port},
      {"hexadecimal", "http://0x7f.0.0.1" + port},
      {"IPv6 loopback", "http://[::1]" + port},
      {"IPv4 in IPv6", "http://[::ffff:127.0.0.1]" + port},
      {"IPv4 in IPv6, in hex", "http://[::ffff:7f00:1]" + port},
      {"NAT64", "http://[64:ff9b::7f00:1]" + port},
      {"6to4", "http://[2002:7f00:1::]" + port},
      {"metadata of a cloud", "http://169.254.169.254/latest/meta-data"},
      {"a private network", "http://10.0.0.1/"},
      {"another private network", "http://192.168.1.1/"},
      {"shared space", "http://100.64.0.1/"},
      {"unique local", "http://[fd00::1]/"},
      {"link local", "http://[fe80::1]/"},
  };
  for (const auto& [reason, url] : rows) {
    SCOPED_TRACE(reason);
    const auto target = target_with(url);
    const auto answer = gallery.vitrine.get(target + "&sig=" + signature(target));
    EXPECT_EQ(answer.status, 403) << answer.body;
  }
  EXPECT_EQ(gallery.nginx.fetches("/b.jpg"), 0);
}

TEST(Sources, ShareTheirPicturesWithTheirNamespaceOnlyByAddress) {
  const Gallery gallery({.configuration = {{"source_allow", {"127.0.0.1"}}}});
  gallery.nginx.put("a.jpg", photograph(80, 60));
  gallery.nginx.put("b.jpg", photograph(80, 40));

  const auto own = gallery.vitrine.get("/any/a.jpg/w40.jpg");
  const auto other =
      gallery.vitrine.get("/any/a.jpg/w40.jpg?source=" + escaped(gallery.nginx.url("/b.jpg")));

  EXPECT_EQ(look_at(own.body)->height, 30);
  EXPECT_EQ(look_at(other.body)->height, 20);
  EXPECT_EQ(gallery.vitrine.get("/any/a.jpg/w40.jpg").body, own.body) << "not poisoned";
  const auto info =
      gallery.vitrine.get("/any/a.jpg/info.json?source=" + escaped(gallery.nginx.url("/b.jpg")));
  EXPECT_EQ(boost::json::parse(info.body).at("height").to_number<int>(), 40);
}

}  // namespace
}  // namespace vitrine::service
