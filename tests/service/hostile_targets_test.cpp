// Targets that try to leave their namespace, their folder or the grammar. None may be answered with
// anything but a refusal, and none may hurt what comes after it.
#include <gtest/gtest.h>

#include "service/harness/picture.h"
#include "service/harness/vitrine.h"

namespace vitrine::service {
namespace {

constexpr std::string_view kSecret = "the secret outside the folder";

// A folder of originals with a picture inside, and pictures and secrets outside.
class HostileTargets : public ::testing::Test {
 protected:
  HostileTargets() {
    home_.write("originals/a.jpg", photograph(80, 60));
    home_.write("outside.jpg", photograph(80, 60));
    home_.write("secret.txt", kSecret);
    std::filesystem::create_symlink(home_.path() / "outside.jpg",
                                    home_.path() / "originals" / "link.jpg");
    std::filesystem::create_directory_symlink(home_.path(), home_.path() / "originals" / "up");
    std::filesystem::create_directory(home_.path() / "originals" / "folder.jpg");
    vitrine_.emplace(
        home_,
        service::Setup{
            .configuration = {{"namespaces", {{"local", {{"origin", "file:originals/{id}"}}}}}}});
  }

  TemporaryFolder home_;
  std::optional<Vitrine> vitrine_;
};

TEST_F(HostileTargets, AreRefused) {
  struct Row {
    const char* reason;
    std::string target;
  };

  const Row rows[] = {
      {"one folder up", "/local/../outside.jpg/w40.jpg"},
      {"up from inside", "/local/a.jpg/../../outside.jpg/w40.jpg"},
      {"encoded dots", "/local/%2e%2e/outside.jpg/w40.jpg"},
      {"half encoded dots", "/local/.%2e/outside.jpg/w40.jpg"},
      {"an encoded slash", "/local/..%2foutside.jpg/w40.jpg"},
      {"an encoded slash in an id", "/local/up%2foutside.jpg/w40.jpg"},
      {"encoded twice", "/local/%252e%252e/outside.jpg/w40.jpg"},
      {"a backslash", "/local/..%5coutside.jpg/w40.jpg"},
      {"this folder", "/local/./a.jpg/w40.jpg"},
      {"an empty segment", "/local//a.jpg/w40.jpg"},
      {"an absolute path", "/local//etc/passwd/w40.jpg"},
      {"a zero byte", "/local/a.jpg%00.png/w40.jpg"},
      {"a line feed", "/local/a.jpg%0d%0aX-Injected:%201/w40.jpg"},
      {"half an escape", "/local/a.jpg%/w40.jpg"},
      {"no hex digits", "/local/a.jpg%zz/w40.jpg"},
      {"an escape cut by the end", "/local/a.jpg/w40.jpg%4"},
      {"an overlong slash", "/local/..%c0%afoutside.jpg/w40.jpg"},
      {"an overlong dot", "/local/%c0%ae%c0%ae/outside.jpg/w40.jpg"},
      {"half a UTF-16 pair", "/local/%ed%a0%80/w40.jpg"},
      {"bytes that are not UTF-8", "/local/%ff%fe/w40.jpg"},
      {"a link to a file outside", "/local/link.jpg/w40.jpg"},
      {"a link to a folder outside", "/local/up/outside.jpg/w40.jpg"},
      {"a folder", "/local/folder.jpg/w40.jpg"},
      {"not a picture", "/local/up/secret.txt/w40.jpg"},
      {"raw bytes over 127", "/local/a\xc3\xa4.jpg/w40.jpg"},
      {"ten thousand bytes", "/local/" + std::string(10'000, 'a') + "/w40.jpg"},
      {"a thousand segments",
       "/local" +
           [] {
             std::string path;
             for (int i = 0; i < 1000; ++i) path += "/a";
             return path;
           }() +
           "/w40.jpg"},
      {"no slash first", "local/a.jpg/w40.jpg"},
      {"another server's target", "http://127.0.0.1/local/../outside.jpg/w40.jpg"},
      {"an asterisk", "*"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    Connection connection{vitrine_->port()};
    connection.send(request_bytes({.target = row.target}));
    const auto answer = connection.read_answer();
    EXPECT_GE(answer.status, 400);
    EXPECT_LT(answer.status, 500);
    EXPECT_FALSE(answer.has("X-Injected"));
    EXPECT_EQ(answer.body.find(kSecret), std::string::npos);
    EXPECT_EQ(answer.body.find(home_.path().string()), std::string::npos) << answer.body;
  }
  EXPECT_EQ(vitrine_->get("/local/a.jpg/w40.jpg").status, 200);
}

TEST_F(HostileTargets, LongerThanAHeadMayBeEndTheConnection) {
  struct Row {
    const char* reason;
    std::string bytes;
    int status;
  };

  const Row rows[] = {
      {"a target of 100,000 bytes",
       "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n",
       414},
      {"a header of 100,000 bytes",
       "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n",
       431},
      {"a head without an end",
       "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'a'),
       431},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    Connection connection{vitrine_->port()};
    // The rest may not be taken any more; the answer is there all the same.
    connection.try_send(row.bytes);
    EXPECT_EQ(connection.read_answer().status, row.status);
    EXPECT_TRUE(connection.read_to_end());
  }
}

TEST_F(HostileTargets, MeanTheSameHoweverTheyAreEscaped) {
  home_.write("originals/ä b.jpg", photograph(80, 60));

  const auto escaped = vitrine_->get("/local/%C3%A4%20b.jpg/w40.jpg");
  const auto otherwise = vitrine_->get("/local/%c3%a4%20%62.jpg/%7740.jpg");

  EXPECT_EQ(escaped.status, 200) << escaped.body;
  EXPECT_EQ(otherwise.status, 200) << otherwise.body;
  EXPECT_EQ(escaped.header("ETag"), otherwise.header("ETag"));
  EXPECT_EQ(vitrine_->renders(), 1);
}

}  // namespace
}  // namespace vitrine::service
