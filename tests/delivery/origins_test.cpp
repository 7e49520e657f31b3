// With the real room `origin` below, and a web server on loopback behind it.
#include "origin/origins.h"

#include "delivery/delivery_fixture.h"
#include "stub_origin/scripts.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using testing::file;
using testing::order;
using testing::web;

class OriginsTest : public testing::DeliveryFixture {
 protected:
  OriginsTest()
      : origins_(allow_loopback(), store_, files_, origin_metrics_, observe::Log::silent()),
        fetcher_(origins_) {
    open(fetcher_);
  }

  ~OriginsTest() override { close(); }

  static origin::Config allow_loopback() {
    origin::Config config;
    config.allow_private = {"127.0.0.1"};
    return config;
  }

  testing::StubOrigin stub_;
  observe::Metrics origin_metrics_;
  origin::Origins origins_;
  OriginsFetcher fetcher_;
};

TEST_F(OriginsTest, AWebOriginIsAskedOnceAndThenConditionally) {
  stub_.on("/cat.png",
           testing::sends(make_png(80, 60),
                          {.etag = "\"v1\"", .last_modified = "Mon, 01 Jan 2018 00:00:00 GMT"}));
  const auto source = web(stub_.url("/cat.png"));
  std::vector<std::future<Result<Picture>>> answers;
  for (const char* picture : {"w40.png", "w40.png", "w50.png", "x20.webp"}) {
    answers.push_back(start(delivery().deliver(order(source, picture))));
  }
  for (auto& answer : answers) ASSERT_TRUE(answer.get());
  EXPECT_EQ(stub_.count("/cat.png"), 1);

  clock_.advance(config_.original_ttl);
  const auto picture = deliver(source, "w40.png");
  ASSERT_TRUE(picture);
  EXPECT_EQ(stub_.count("/cat.png"), 2);
  EXPECT_EQ(stub_.requests("/cat.png").back().header("if-none-match"), "\"v1\"");
  EXPECT_EQ(renders(), 3);
  EXPECT_EQ(std::chrono::system_clock::to_time_t((*picture)->modified), 1'514'764'800)
      << "as the origin says";
}

TEST_F(OriginsTest, AWebOriginThatBreaksIsCovered) {
  stub_.on("/cat.png", testing::sends(make_png(80, 60)));
  const auto source = web(stub_.url("/cat.png"));
  ASSERT_TRUE(deliver(source, "w40.png"));
  clock_.advance(config_.original_ttl);
  stub_.on("/cat.png", testing::closes_before_head());
  EXPECT_TRUE(deliver(source, "w40.png"));
  EXPECT_TRUE(deliver(source, "w50.png"));
  EXPECT_EQ(deliver(web(stub_.url("/dog.png")), "w40.png").error().kind, FailureKind::not_found);
}

TEST_F(OriginsTest, AFileIsReadAgainWhenItChanges) {
  const auto path = folder_.write("pictures/cat.png", make_png(80, 60));
  auto source = file(path.native());
  source.root = (folder_.path() / "pictures").native();
  const auto first = deliver(source, "w40.png");
  ASSERT_TRUE(first) << first.error().public_message;

  folder_.write("pictures/cat.png", make_png(90, 30));
  clock_.advance(config_.file_ttl);
  const auto changed = deliver(source, "w40.png");
  ASSERT_TRUE(changed);
  EXPECT_NE((*changed)->etag, (*first)->etag);
  EXPECT_EQ((*changed)->height, 13);
}

TEST_F(OriginsTest, AFileIsAsOldAfterARestartAsBefore) {
  const auto path = folder_.write("pictures/cat.png", make_png(80, 60));
  const auto past = std::filesystem::file_time_type::clock::from_sys(
      WallTime{std::chrono::seconds{1'500'000'000}});
  std::filesystem::last_write_time(path, past);
  auto source = file(path.native());
  source.root = (folder_.path() / "pictures").native();
  for (int i = 0; i < 2; ++i) {
    const auto picture = deliver(source, "w40.png");
    ASSERT_TRUE(picture);
    EXPECT_EQ(std::chrono::system_clock::to_time_t((*picture)->modified), 1'500'000'000);
    close();
    clock_.advance(std::chrono::hours{1});
    open(fetcher_);
  }
  ASSERT_TRUE(deliver(source, "w40.png"));
  EXPECT_EQ(renders(), 0) << "from disk";
}

TEST_F(OriginsTest, AnUploadIsAnOriginAsWell) {
  const std::string bytes = make_png(80, 60);
  ASSERT_TRUE(wait(store_.put("uploads/cat", bytes)));
  const origin::Source upload{
      .kind = origin::SourceKind::blob, .address = "uploads/cat", .root = {}};
  EXPECT_TRUE(deliver(upload, "w40.png"));
  EXPECT_EQ(wait(delivery().purge(upload)).value(), 1);
  EXPECT_TRUE(deliver(upload, "w40.png")) << "a purge leaves the upload alone";
}

}  // namespace
}  // namespace vitrine::delivery
