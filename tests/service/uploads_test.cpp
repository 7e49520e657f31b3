// Uploads through the real binary: what is kept, under which name, and what is refused.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/harness/form.h"
#include "service/harness/picture.h"
#include "service/harness/vitrine.h"
#include "service/upload_fixture.h"

namespace vitrine::service {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Those of the demo.
std::vector<fs::path> photographs() {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/share/backgrounds", error)) {
    if (entry.path().extension() == ".jpg") found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

using Uploads = UploadFixture;

TEST_F(Uploads, AreAnsweredOnceTheyAreSafeAndBecomeThumbnails) {
  const Vitrine vitrine(home_, setup());
  const auto answer =
      ask(vitrine.port(), upload_of({.bytes = photograph(800, 600), .name = "my cat.jpg"}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(member(answer, "thumbnail"), "/thumbnails/my%20cat.jpg");
  EXPECT_THAT(member(answer, "msg"),
              StartsWith("Image thumbnailing queued. After job completion the thumbnail would be "
                         "available at http://"));
  EXPECT_THAT(member(answer, "msg"), EndsWith("/thumbnails/my%20cat.jpg"));

  const auto thumbnail = vitrine.get("/thumbnails/my%20cat.jpg?wait=10");
  ASSERT_EQ(thumbnail.status, 200) << thumbnail.body;
  EXPECT_EQ(thumbnail.header("Content-Type"), "image/jpeg");
  EXPECT_EQ(look_at(thumbnail.body), (Seen{.format = "jpeg", .width = 100, .height = 100}));
  EXPECT_EQ(
      vitrine.get("/thumbnails/my%20cat.jpg", {{"If-None-Match", thumbnail.header("ETag")}}).status,
      304);
  EXPECT_EQ(vitrine.get("/thumbnails/my%20cat.jpg", {{"Range", "bytes=0-9"}}).body.size(), 10U);
  EXPECT_EQ(vitrine.head("/thumbnails/my%20cat.jpg").status, 200);

  const auto job = vitrine.get("/jobs/" + member(answer, "job") + "?wait=10");
  EXPECT_EQ(member(job, "state"), "done") << job.body;
}

TEST_F(Uploads, OfRealPhotographs) {
  const auto paths = photographs();
  ASSERT_FALSE(paths.empty()) << "packages.txt names a package of photographs";
  const Vitrine vitrine(home_, setup());
  for (const auto& path : paths) {
    const auto bytes = file_text(path);
    if (bytes.size() > 20U << 20) continue;
    const auto thumbnail = uploaded(vitrine, {.bytes = bytes, .name = path.filename().string()});
    const auto answer = vitrine.get(thumbnail + "?wait=30");
    EXPECT_EQ(answer.status, 200) << path << answer.body;
    EXPECT_EQ(look_at(answer.body), (Seen{.format = "jpeg", .width = 100, .height = 100})) << path;
  }
}

TEST_F(Uploads, OfOneNameNeverOverwriteEachOther) {
  const Vitrine vitrine(home_, setup());
  const auto picture = photograph(120, 90);
  constexpr int kClients = 10;
  constexpr int kEach = 10;
  std::vector<std::future<std::vector<std::string>>> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(std::async(std::launch::async, [&] {
      std::vector<std::string> names;
      Connection connection(vitrine.port());
      for (int j = 0; j < kEach; ++j) {
        const auto answer = connection.ask(upload_of({.bytes = picture, .name = "cat.jpg"}));
        EXPECT_EQ(answer.status, 200) << answer.body;
        if (answer.status == 200) names.push_back(member(answer, "thumbnail"));
      }
      return names;
    }));
  }
  std::set<std::string> names;
  for (auto& client : clients) {
    for (auto& name : client.get()) EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(names.size(), 100U);
  EXPECT_TRUE(names.contains("/thumbnails/cat.jpg"));
  EXPECT_TRUE(names.contains("/thumbnails/cat-2.jpg"));
  for (const auto& name : names) EXPECT_EQ(vitrine.get(name + "?wait=30").status, 200) << name;
  EXPECT_EQ(files_below("uploads/files"), 1U) << "the same bytes are kept once";
  EXPECT_EQ(files_below(".tmp"), 0U);
}

TEST_F(Uploads, BecomeOriginalsThatCanBeReplaced) {
  const Vitrine vitrine(home_, setup());
  const auto put = [&](int width) {
    const auto answer =
        ask(vitrine.port(),
            form_post(form_file({.bytes = photograph(width, 300), .name = "me.jpg"}) +
                      form_field("id", "people/7") + form_field("namespace", "user/avatar") +
                      form_end()));
    EXPECT_EQ(answer.status, 200) << answer.body;
  };
  EXPECT_EQ(vitrine.get("/user/avatar/people/7/full_size.jpg").status, 404);
  put(400);
  EXPECT_EQ(look_at(vitrine.get("/user/avatar/people/7/full_size.png").body)->width, 400);
  put(200);
  EXPECT_EQ(look_at(vitrine.get("/user/avatar/people/7/full_size.png").body)->width, 200);
}

TEST_F(Uploads, WorkInABrowserWithoutAScript) {
  const Vitrine vitrine(home_, setup());
  const auto page = vitrine.get("/upload");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.header("Content-Type"), StartsWith("text/html"));
  EXPECT_THAT(page.body, HasSubstr("<form"));
  EXPECT_THAT(page.body, HasSubstr("<option>user/avatar</option>"));
  const auto answer = ask(vitrine.port(),
                          upload_of({.bytes = photograph(120, 90), .name = "a&b.jpg"},
                                    {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}}));
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "/uploads/a%26b.jpg");
  EXPECT_EQ(vitrine.get("/thumbnails/a%26b.jpg?wait=10").status, 200);
  const auto shown = vitrine.get("/uploads/a%26b.jpg");
  EXPECT_THAT(shown.body, HasSubstr("<img src=\"/thumbnails/a%26b.jpg\""));
  EXPECT_THAT(shown.body, HasSubstr("a&amp;b.jpg"));
  EXPECT_EQ(vitrine.get("/uploads/other.jpg").status, 404);
}

TEST_F(Uploads, AreNotThereBeforeTheyAreMade) {
  const Vitrine vitrine(home_, setup());
  const auto missing = vitrine.get("/thumbnails/nobody.png");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(member(missing, "msg"),
            "Thumbnail does not exist (yet). If you submitted a job, please check after a few more "
            "seconds");
  EXPECT_EQ(vitrine.get("/thumbnails/nobody.png?wait=61").status, 400);
  EXPECT_EQ(vitrine.get("/jobs/nobody").status, 404);
}

TEST_F(Uploads, OutliveTheProcess) {
  Vitrine vitrine(home_, setup());
  const auto thumbnail = uploaded(vitrine, {.bytes = photograph(800, 600), .name = "kept.jpg"});
  vitrine.process().signal(9);
  vitrine.process().wait();
  vitrine.start();
  EXPECT_EQ(vitrine.get(thumbnail + "?wait=40").status, 200);
}

TEST_F(Uploads, AreMadeAgainWhenTheThumbnailIsLost) {
  const Vitrine vitrine(home_, setup());
  const auto thumbnail = uploaded(vitrine, {.bytes = photograph(800, 600), .name = "lost.jpg"});
  EXPECT_EQ(vitrine.get(thumbnail + "?wait=20").status, 200);
  fs::remove_all(home_.path() / "data/blobs/thumbnails");
  EXPECT_EQ(vitrine.get(thumbnail + "?wait=20").status, 200);
}

TEST_F(Uploads, ShowTheirQueuesToOperators) {
  const Vitrine vitrine(home_, setup());
  EXPECT_EQ(vitrine.get("/queues").status, 401);
  // They come a moment after the start.
  EXPECT_TRUE(eventually([&] {
    const auto queues = vitrine.status("/queues");
    EXPECT_EQ(queues.status, 200) << queues.body;
    return !boost::json::parse(queues.body).at("workers").get_array().empty();
  }));
  EXPECT_EQ(ask(vitrine.port(), {.method = "POST", .target = "/jobs/x/retry"}).status, 401);
  EXPECT_EQ(ask(vitrine.status_port(), {.method = "POST", .target = "/jobs/x/retry"}).status, 404);
}

TEST_F(Uploads, ArePushedToOperatorsWhenTheirJobsChange) {
  const Vitrine vitrine(home_, setup());
  EXPECT_EQ(vitrine.get("/live/events?topics=jobs").status, 403);
  Connection reader(vitrine.port());
  reader.send(request_bytes({.target = "/live/events?topics=jobs",
                             .headers = {{"Authorization", "Bearer a-long-key-of-the-tests"}}}));
  EXPECT_EQ(reader.read_head().status, 200);
  EXPECT_THAT(reader.read_until("\"processed\":0"), HasSubstr("\"workers\""));
  uploaded(vitrine, {.bytes = photograph(120, 90), .name = "pushed.jpg"});
  EXPECT_THAT(reader.read_until("\"processed\":1"), HasSubstr("\"topic\":\"jobs\""));
}

}  // namespace
}  // namespace vitrine::service
