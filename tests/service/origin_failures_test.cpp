// Origins that refuse, stall, lie, break off or send us elsewhere.
#include <gtest/gtest.h>

#include "service/harness/nginx.h"
#include "service/harness/picture.h"
#include "service/harness/vitrine.h"
#include "stub_origin/scripts.h"
#include "stub_origin/stub_origin.h"

namespace vitrine::service {
namespace {

using testing::Script;
using testing::StubOrigin;
using namespace std::chrono_literals;

boost::json::object with_origin(const StubOrigin& origin, boost::json::object changes = {}) {
  return merged({{"namespaces", {{"far", {{"origin", origin.url("/{id}")}}}}},
                 {"limits", {{"fetch_seconds", 1}, {"slow_seconds", 0.5}}},
                 {"negative_ttl", 3600}},
                changes);
}

class OriginFailures : public ::testing::Test {
 protected:
  StubOrigin origin_;
  TemporaryFolder home_;
};

TEST_F(OriginFailures, AreToldApart) {
  const auto picture = photograph(200, 200);

  struct Row {
    const char* reason;
    Script script;
    int status;
  };

  const Row rows[] = {
      {"missing", testing::answers(404), 404},
      {"gone for ever", testing::answers(410), 404},
      {"forbidden", testing::answers(403), 502},
      {"broken", testing::answers(500, "stack trace with secrets"), 502},
      {"overloaded", testing::answers(503), 502},
      {"no content", testing::answers(204), 502},
      {"an empty picture", testing::sends(""), 502},
      {"HTML with status 200", testing::sends("<!doctype html><p>Please log in"), 422},
      {"says nothing", testing::stalls_before_head(), 504},
      {"stops in its head", testing::stalls_in_head(), 504},
      {"stops in its body", testing::stalls_in_body(picture, 1000), 504},
      {"sends its head byte by byte", testing::drips_head(100ms), 504},
      {"sends its body byte by byte", testing::drips_body(picture, 1, 50ms), 504},
      {"promises more than it sends", testing::claims_length(picture, picture.size() + 10), 502},
      {"closes at once", testing::closes_before_head(), 502},
      {"closes in a chunk", testing::closes_in_chunk(picture), 502},
      {"resets at once", testing::resets_before_head(), 502},
      {"resets in its body", testing::resets_in_body(picture, 1000), 502},
      {"a head without an end", testing::sends_endless_head(), 502},
      {"a body without an end", testing::sends_endless_body(), 422},
      {"no HTTP", testing::sends_raw("SSH-2.0-OpenSSH_9.2\r\n"), 502},
      {"promises a petabyte", testing::claims_length(picture, 1'000'000'000'000'000), 422},
  };
  const Vitrine vitrine{home_, {.configuration = with_origin(origin_)}};
  int number = 0;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto path = "/" + std::to_string(++number) + ".jpg";
    origin_.on(path, row.script);
    const auto answer = vitrine.get("/far" + path + "/w40.jpg");
    EXPECT_EQ(answer.status, row.status) << answer.body.substr(0, 200);
    EXPECT_EQ(answer.body.find("secrets"), std::string::npos);
    EXPECT_EQ(answer.body.find(std::to_string(origin_.port())), std::string::npos) << answer.body;
    // Remembered: the origin is not asked for another size, and HEAD says the same.
    const int asked = origin_.count(path);
    EXPECT_EQ(vitrine.get("/far" + path + "/w41.jpg").status, row.status);
    EXPECT_EQ(vitrine.head("/far" + path + "/w42.jpg").status, row.status);
    EXPECT_EQ(origin_.count(path), asked);
  }
  EXPECT_EQ(count_files(home_.path() / "data/blobs/results"), 0U);
  origin_.on("/good.jpg", testing::sends(picture));
  EXPECT_EQ(vitrine.get("/far/good.jpg/w40.jpg").status, 200);
}

TEST_F(OriginFailures, DoNotIncludeHonestAnswersOfAnyFraming) {
  const auto picture = photograph(200, 200);
  const std::pair<const char*, Script> rows[] = {
      {"a length", testing::sends(picture)},
      {"chunks", testing::sends_chunked(picture)},
      {"until it closes", testing::sends_until_close(picture)},
      {"slow but fast enough", testing::drips_body(picture, picture.size() / 4, 50ms)},
      {"a wrong type", testing::sends(picture, {"text/html", "", "", ""})},
  };
  const Vitrine vitrine{home_, {.configuration = with_origin(origin_)}};
  int number = 0;
  for (const auto& [reason, script] : rows) {
    SCOPED_TRACE(reason);
    const auto path = "/" + std::to_string(++number) + ".jpg";
    origin_.on(path, script);
    const auto answer = vitrine.get("/far" + path + "/w40.jpg");
    EXPECT_EQ(look_at(answer.body), (Seen{.format = "jpeg", .width = 40, .height = 40}));
  }
}

TEST_F(OriginFailures, OfRedirectsAreThoseOfWhereTheyLead) {
  const auto picture = photograph(200, 200);
  origin_.on("/there.jpg", testing::sends(picture));
  origin_.on("/none.jpg", testing::answers(404));
  origin_.on("/once.jpg", testing::redirects_to("/there.jpg"));
  origin_.on("/absolute.jpg", testing::redirects_to(origin_.url("/there.jpg"), 301));
  origin_.on("/twice.jpg", testing::redirects_to("/once.jpg", 307));
  origin_.on("/lost.jpg", testing::redirects_to("/none.jpg"));
  origin_.on("/round.jpg", testing::redirects_to("/round.jpg"));
  origin_.on("/nowhere.jpg", testing::answers(302));
  origin_.on("/file.jpg", testing::redirects_to("file:///etc/passwd"));
  origin_.on("/gopher.jpg", testing::redirects_to("gopher://127.0.0.1/_a"));
  origin_.on("/private.jpg", testing::redirects_to("http://10.0.0.1/a.jpg"));
  origin_.on("/metadata.jpg", testing::redirects_to("http://169.254.169.254/latest"));
  origin_.on("/other-loopback.jpg", testing::redirects_to("http://127.0.0.2/a.jpg"));
  origin_.on("/v6.jpg", testing::redirects_to("http://[::1]/a.jpg"));
  const std::pair<const char*, int> rows[] = {
      {"once", 200},
      {"absolute", 200},
      {"twice", 200},
      {"lost", 404},
      {"round", 502},
      {"nowhere", 502},
      {"file", 403},
      {"gopher", 403},
      {"private", 403},
      {"metadata", 403},
      {"other-loopback", 403},
      {"v6", 403},
  };
  const Vitrine vitrine{home_, {.configuration = with_origin(origin_)}};
  for (const auto& [name, status] : rows) {
    SCOPED_TRACE(name);
    const auto answer = vitrine.get(std::string{"/far/"} + name + ".jpg/w40.jpg");
    EXPECT_EQ(answer.status, status) << answer.body.substr(0, 200);
    EXPECT_EQ(answer.body.find("169.254"), std::string::npos) << "private addresses stay private";
  }
  EXPECT_LE(origin_.count("/round.jpg"), 5) << "redirects are limited";
}

TEST_F(OriginFailures, FollowFromAddressesThatAreNotAllowed) {
  origin_.on("/a.jpg", testing::sends(photograph(80, 60)));
  const Vitrine vitrine{
      home_,
      {.configuration = with_origin(origin_, {{"origin_allow_private", boost::json::array{}}})}};

  EXPECT_EQ(vitrine.get("/far/a.jpg/w40.jpg").status, 403);
  EXPECT_EQ(origin_.connections(), 0) << "not even a connection";
}

TEST_F(OriginFailures, OfAnOriginThatIsNotThere) {
  const auto nobody = "http://127.0.0.1:" + std::to_string(free_port()) + "/{id}";
  const Vitrine vitrine{
      home_,
      {.configuration = {{"namespaces",
                          {{"far", {{"origin", nobody}}},
                           {"unknown", {{"origin", "http://no-such-host.invalid/{id}"}}}}}}}};

  EXPECT_EQ(vitrine.get("/far/a.jpg/w40.jpg").status, 502);
  EXPECT_EQ(vitrine.get("/unknown/a.jpg/w40.jpg").status, 502);
}

}  // namespace
}  // namespace vitrine::service
