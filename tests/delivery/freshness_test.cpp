#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using std::chrono::hours;
using std::chrono::seconds;
using testing::file;
using testing::kUrl;
using testing::order;
using testing::web;

class FreshnessTest : public testing::DeliveryFixture {
 protected:
  FreshnessTest() {
    origin_.serve(kUrl, make_png(80, 60), "\"v1\"");
    config_.original_ttl = hours{1};
  }

  std::size_t asked() const { return origin_.asked(kUrl); }

  std::size_t sent() const { return origin_.sent(kUrl); }
};

TEST_F(FreshnessTest, AFreshPictureAsksNobody) {
  open();
  const auto first = deliver("w40.png");
  clock_.advance(hours{1} - seconds{1});
  EXPECT_EQ(deliver("w40.png").value(), first.value());
  EXPECT_EQ(asked(), 1);
}

TEST_F(FreshnessTest, AnUnchangedOriginalMakesEveryResultFreshAgainWithoutARender) {
  open();
  const auto first = deliver("w40.png");
  ASSERT_TRUE(deliver("w50.png"));
  clock_.advance(hours{1});
  EXPECT_EQ(delivery().find(web(kUrl).key(), "w40-q80.png"), nullptr);

  const auto again = deliver("w40.png");
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->bytes, (*first)->bytes) << "the very same bytes";
  EXPECT_EQ((*again)->etag, (*first)->etag);
  ASSERT_TRUE(deliver("w50.png"));
  EXPECT_NE(delivery().find(web(kUrl).key(), "w40-q80.png"), nullptr);
  EXPECT_EQ(asked(), 2) << "one question for both sizes";
  EXPECT_EQ(sent(), 1);
  EXPECT_EQ(renders(), 2);
  EXPECT_EQ(count("vitrine_delivery_originals_total", {{"result", "unchanged"}}), 1);
}

TEST_F(FreshnessTest, TheSameBytesSentAgainAreTheSameVersion) {
  open();
  origin_.serve(kUrl, make_png(80, 60));  // no validators: it cannot be asked conditionally
  const auto first = deliver("w40.png");
  clock_.advance(hours{1});
  const auto again = deliver("w40.png");
  ASSERT_TRUE(first && again);
  EXPECT_EQ(sent(), 2);
  EXPECT_EQ((*again)->etag, (*first)->etag);
  EXPECT_EQ((*again)->modified, (*first)->modified);
  EXPECT_EQ(renders(), 1);
}

TEST_F(FreshnessTest, AChangedOriginalReplacesEveryResult) {
  open();
  const auto old_small = deliver("w40.png");
  ASSERT_TRUE(deliver("w50.png"));
  origin_.serve(kUrl, make_png(90, 30), "\"v2\"");
  clock_.advance(hours{1});

  const auto new_small = deliver("w40.png");
  ASSERT_TRUE(new_small);
  EXPECT_NE((*new_small)->etag, (*old_small)->etag);
  EXPECT_NE(*(*new_small)->bytes, *(*old_small)->bytes);
  EXPECT_EQ(delivery().activity().disk_entries, 1) << "results of the old version are removed";
  EXPECT_EQ(delivery().activity().memory_entries, 1);
  EXPECT_EQ(delivery().find(web(kUrl).key(), "w50-q80.png"), nullptr);
  EXPECT_EQ(asked(), 2);
}

TEST_F(FreshnessTest, ABurstOnAChangedOriginalCostsOneFetchAndOneRender) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  origin_.serve(kUrl, make_png(90, 30), "\"v2\"");
  clock_.advance(hours{1});
  auto& gate = origin_.stall(kUrl);
  std::vector<std::future<Result<Picture>>> answers;
  for (int i = 0; i < 50; ++i) {
    answers.push_back(start(delivery().deliver(order(web(kUrl), "w40.png"))));
  }
  all_have_begun();
  gate.open();
  for (auto& answer : answers) EXPECT_EQ((*answer.get())->height, 13);
  EXPECT_EQ(asked(), 2);
  EXPECT_EQ(renders(), 2);
}

TEST_F(FreshnessTest, AResultOfTheOldVersionThatIsStillBeingMadeIsNotServedLater) {
  open();
  ASSERT_TRUE(deliver("w50.png"));
  // The render of the old version waits for a thread while the new version becomes known.
  clock_.advance(hours{1} - seconds{1});
  auto blocked = block_renderers();
  auto old_answer = start(delivery().deliver(order(web(kUrl), "w40.png")));
  while (delivery().activity().rendering < 1) std::this_thread::yield();
  origin_.serve(kUrl, make_png(90, 30), "\"v2\"");
  clock_.advance(seconds{1});
  ASSERT_TRUE(wait(delivery().describe(order(web(kUrl), "w60.png"))));
  blocked.reset();
  ASSERT_TRUE(old_answer.get());

  const auto picture = deliver("w40.png");
  ASSERT_TRUE(picture);
  EXPECT_EQ((*picture)->height, 13) << "of the new version";
  EXPECT_EQ(delivery().activity().disk_entries, 1);
}

TEST_F(FreshnessTest, AnOriginThatIsDownIsCoveredByTheKeptOriginal) {
  open();
  const auto first = deliver("w40.png");
  for (const auto outage : {FailureKind::upstream, FailureKind::timeout, FailureKind::busy}) {
    origin_.fail(kUrl, outage);
    clock_.advance(hours{1});
    const auto before = asked();
    const auto covered = deliver("w40.png");
    ASSERT_TRUE(covered) << name(outage);
    EXPECT_EQ((*covered)->etag, (*first)->etag);
    EXPECT_EQ(asked(), before + 1);
    EXPECT_TRUE(deliver("w40.png"));
    EXPECT_EQ(asked(), before + 1) << "not asked again at once";
    clock_.advance(config_.negative.ttl);
    EXPECT_TRUE(deliver("w40.png"));
    EXPECT_EQ(asked(), before + 2) << "but after a while";
  }
  EXPECT_TRUE(deliver("w70.png")) << "sizes that are new can be made as well";
  EXPECT_EQ(count("vitrine_delivery_originals_stale_total"), 6);

  origin_.serve(kUrl, make_png(90, 30), "\"v2\"");
  clock_.advance(config_.negative.ttl);
  const auto recovered = deliver("w40.png");
  ASSERT_TRUE(recovered);
  EXPECT_NE((*recovered)->etag, (*first)->etag);
}

TEST_F(FreshnessTest, AnOriginalThatIsGoneIsGone) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  origin_.fail(kUrl, FailureKind::not_found);
  clock_.advance(hours{1});
  EXPECT_EQ(deliver("w40.png").error().kind, FailureKind::not_found);
  EXPECT_EQ(delivery().activity().disk_entries, 0);
  EXPECT_EQ(deliver("w40.png").error().kind, FailureKind::not_found);
  EXPECT_EQ(asked(), 2) << "and remembered";

  origin_.fail(kUrl, FailureKind::upstream);
  clock_.advance(config_.negative.ttl);
  EXPECT_EQ(deliver("w40.png").error().kind, FailureKind::upstream)
      << "no copy is left to cover it";
}

TEST_F(FreshnessTest, AnOriginThatIsForbiddenNowIsNotCovered) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  origin_.fail(kUrl, FailureKind::not_allowed);
  clock_.advance(hours{1});
  EXPECT_EQ(deliver("w40.png").error().kind, FailureKind::not_allowed);
}

TEST_F(FreshnessTest, WithoutATimeToLiveAnOriginalIsKeptUntilItIsPurged) {
  config_.original_ttl = seconds{0};
  open();
  ASSERT_TRUE(deliver("w40.png"));
  clock_.advance(hours{24 * 365});
  ASSERT_TRUE(deliver("w40.png"));
  close();
  open();
  ASSERT_TRUE(deliver("w50.png"));
  EXPECT_EQ(asked(), 1);
}

TEST_F(FreshnessTest, AFileIsLookedAtAgainAfterSeconds) {
  open();
  const auto source = file("/pictures/a.png");
  origin_.serve(source.address, make_png(80, 60), "\"v1\"");
  const auto first = deliver(source, "w40.png");
  ASSERT_TRUE(deliver(source, "w40.png"));
  EXPECT_EQ(origin_.asked(source.address), 1);

  clock_.advance(config_.file_ttl);
  const auto unchanged = deliver(source, "w40.png");
  EXPECT_EQ(origin_.asked(source.address), 2);
  EXPECT_EQ(origin_.sent(source.address), 1);
  EXPECT_EQ((*unchanged)->bytes, (*first)->bytes);

  origin_.serve(source.address, make_png(90, 30), "\"v2\"");
  clock_.advance(config_.file_ttl);
  const auto changed = deliver(source, "w40.png");
  ASSERT_TRUE(changed);
  EXPECT_NE((*changed)->etag, (*first)->etag);
  EXPECT_EQ(renders(), 2);
}

TEST_F(FreshnessTest, AFileThatNothingIsKnownAboutIsReadForItsVersion) {
  open();
  const auto source = file("/pictures/a.png");
  origin_.serve(source.address, make_png(80, 60));
  const auto first = deliver(source, "w40.png");
  origin_.serve(source.address, make_png(81, 60));
  clock_.advance(config_.file_ttl);
  const auto changed = deliver(source, "w40.png");
  ASSERT_TRUE(first && changed);
  EXPECT_NE((*changed)->etag, (*first)->etag);
}

TEST_F(FreshnessTest, AConfirmationWithoutAQuestionIsTheOriginsFault) {
  open();

  // Answers 304 to anybody.
  class Confused final : public OriginalFetcher {
   public:
    Task<Result<origin::Fetched>> fetch(origin::Source, origin::Validators) override {
      co_return origin::Fetched{.unchanged = true, .bytes = nullptr, .validators = {}};
    }

    std::size_t fetching() const override { return 0; }
  } confused;

  observe::Metrics metrics;
  Delivery delivery(
      config_, confused, store_, render_, files_, tasks_, clock_, metrics, observe::Log::silent());
  for (const auto& source : {web("http://confused.test/"), file("/confused")}) {
    const auto picture = wait(delivery.deliver(order(source, "w40.png")));
    ASSERT_FALSE(picture);
    EXPECT_EQ(picture.error().kind, FailureKind::upstream);
  }
  background_ends();
}

}  // namespace
}  // namespace vitrine::delivery
