#include "cache/memory_store.h"
#include "delivery/delivery_fixture.h"

namespace vitrine::delivery {
namespace {

using pictures::make_png;
using testing::kUrl;
using testing::order;
using testing::web;

class StoreTest : public testing::DeliveryFixture {
 protected:
  StoreTest() { origin_.serve(kUrl, make_png(80, 60), "\"v1\""); }

  // Every file below this folder of the store.
  std::vector<std::filesystem::path> files_in(const char* folder) const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder_.path() / "blobs" / folder)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    return found;
  }

  void restart() {
    close();
    open();
    wait_for_scan();
  }

  void wait_for_scan() {
    tasks_.start(loops_[0]->executor(), "scan", delivery().scan());
    background_ends();
  }

  testing::MemoryStore memory_store_{clock_};
};

TEST_F(StoreTest, ARestartServesFromDiskWithoutFetchOrRender) {
  open();
  const auto before = deliver("w40.png");
  restart();
  EXPECT_EQ(delivery().activity().disk_entries, 1);

  const auto after = deliver("w40.png");
  ASSERT_TRUE(before && after);
  EXPECT_EQ(*(*after)->bytes, *(*before)->bytes);
  EXPECT_EQ((*after)->etag, (*before)->etag);
  EXPECT_EQ((*after)->content_type, (*before)->content_type);
  EXPECT_EQ((*after)->width, (*before)->width);
  EXPECT_EQ((*after)->height, (*before)->height);
  EXPECT_EQ((*after)->modified, std::chrono::floor<std::chrono::seconds>((*before)->modified));
  EXPECT_EQ(renders(), 0);
  EXPECT_EQ(origin_.asked(kUrl), 1);
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "disk"}}), 1);
  ASSERT_TRUE(deliver("w40.png"));
  EXPECT_EQ(count("vitrine_delivery_pictures_total", {{"from", "memory"}}), 1);
}

TEST_F(StoreTest, AfterARestartTheAgeOfACopyStillCounts) {
  config_.original_ttl = std::chrono::hours{1};
  open();
  ASSERT_TRUE(deliver("w40.png"));
  clock_.advance(std::chrono::minutes{59});
  restart();
  ASSERT_TRUE(deliver("w40.png"));
  EXPECT_EQ(origin_.asked(kUrl), 1);
  clock_.advance(std::chrono::minutes{1});
  ASSERT_TRUE(deliver("w40.png"));
  EXPECT_EQ(origin_.asked(kUrl), 2);
  EXPECT_EQ(origin_.sent(kUrl), 1) << "asked conditionally, with what the copy's head says";
}

TEST_F(StoreTest, LaysItsFilesOutAsDocumented) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  const auto results = files_in("results");
  const auto originals = files_in("originals");
  ASSERT_EQ(results.size(), 1);
  ASSERT_EQ(originals.size(), 1);
  EXPECT_THAT(results[0].native(),
              ::testing::MatchesRegex(".*/results/[0-9a-f][0-9a-f]/[0-9a-f]+/"
                                      "[0-9a-f]+-w40-q80.png"));
  EXPECT_EQ(originals[0].filename(), "original");
  EXPECT_EQ(results[0].parent_path().filename(), originals[0].parent_path().filename());
  EXPECT_EQ(testing::contents(results[0]), *(*deliver("w40.png"))->bytes)
      << "the result as it is, for sendfile";
}

TEST_F(StoreTest, ADamagedResultIsMadeAgain) {
  open();
  const auto before = deliver("w40.png");
  const auto file = files_in("results").at(0);
  for (const auto length : {std::uintmax_t{0}, std::uintmax_t{20}}) {
    close();
    std::filesystem::resize_file(file, length);
    open();
    const auto again = deliver("w40.png");
    ASSERT_TRUE(again) << length;
    EXPECT_EQ(*(*again)->bytes, *(*before)->bytes);
    EXPECT_EQ(renders(), 1);
    EXPECT_GT(std::filesystem::file_size(file), 20) << "and stored again";
  }
}

TEST_F(StoreTest, ADamagedCopyOfAnOriginalIsFetchedAgain) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  const auto file = files_in("originals").at(0);
  const auto whole = std::filesystem::file_size(file);
  std::size_t fetched = 1;
  for (const auto length : {std::uintmax_t{0}, std::uintmax_t{30}, whole - 1}) {
    close();
    std::filesystem::resize_file(file, length);
    open();
    ASSERT_TRUE(deliver("w" + std::to_string(50 + length % 20) + ".png")) << length;
    EXPECT_EQ(origin_.sent(kUrl), ++fetched) << length;
    EXPECT_EQ(std::filesystem::file_size(file), whole);
  }
}

TEST_F(StoreTest, ACopyThatVanishedIsFetchedAgain) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  std::filesystem::remove(files_in("originals").at(0));
  ASSERT_TRUE(deliver("w50.png")) << "known to be fresh, but its bytes are gone";
  EXPECT_EQ(origin_.sent(kUrl), 2);
  EXPECT_EQ(files_in("originals").size(), 1);
}

TEST_F(StoreTest, AFullDiskStillServesAndIsCounted) {
  open(memory_store_);
  memory_store_.set_full(true);
  const auto picture = deliver("w40.png");
  ASSERT_TRUE(picture);
  ASSERT_TRUE((*picture)->bytes);
  EXPECT_EQ(count("vitrine_delivery_store_failures_total"), 2) << "the original and the result";
  EXPECT_TRUE(deliver("w40.png"));
  EXPECT_EQ(renders(), 1) << "memory holds it all the same";
  EXPECT_TRUE(deliver("w50.png"));
  EXPECT_THAT(memory_store_.names(), ::testing::IsEmpty());

  memory_store_.set_full(false);
  EXPECT_TRUE(deliver("w60.png"));
  EXPECT_THAT(memory_store_.names(), ::testing::SizeIs(2));
}

TEST_F(StoreTest, AFullDiskServesALargeResultFromMemory) {
  config_.memory.entry_bytes_max = 50;
  open(memory_store_);
  memory_store_.set_full(true);
  for (int i = 0; i < 2; ++i) {
    const auto picture = deliver("w40.png");
    ASSERT_TRUE(picture);
    ASSERT_TRUE((*picture)->bytes);
    EXPECT_GT((*picture)->bytes->size(), 50);
    EXPECT_EQ((*picture)->file, nullptr);
  }
  EXPECT_EQ(renders(), 2) << "kept nowhere";
}

TEST_F(StoreTest, ABrokenDiskStillServes) {
  open(memory_store_);
  memory_store_.set_broken(true);
  memory_store_.set_full(true);
  wait_for_scan();
  EXPECT_TRUE(deliver("w40.png"));
  EXPECT_TRUE(deliver("w50.png"));
  EXPECT_GT(count("vitrine_delivery_store_failures_total"), 2);
}

TEST_F(StoreTest, OldOriginalsAndResultsMakeRoomForNewOnes) {
  const std::string original = pictures::make_jpeg(80, 60, {.detailed = true});
  config_.originals_bytes_max = 3 * original.size();
  config_.disk.bytes_max = 20'000;
  open();
  wait_for_scan();
  for (int i = 0; i < 20; ++i) {
    const std::string url = "http://origin.test/" + std::to_string(i);
    origin_.serve(url, original);
    ASSERT_TRUE(deliver(web(url), "w40.png"));
  }
  EXPECT_LE(delivery().activity().disk_bytes, 20'000);
  EXPECT_GT(delivery().activity().disk_entries, 0);
  EXPECT_EQ(files_in("originals").size(), 2) << "with their heads, three do not fit";
  EXPECT_EQ(files_in("results").size(), delivery().activity().disk_entries);
}

TEST_F(StoreTest, TwoProcessesShareOneStore) {
  open();
  ASSERT_TRUE(deliver("w40.png"));
  observe::Metrics metrics;
  Delivery other(
      config_, origin_, store_, render_, files_, tasks_, clock_, metrics, observe::Log::silent());
  ASSERT_TRUE(wait(other.deliver(order(web(kUrl), "w40.png"))));
  EXPECT_EQ(metrics.histogram("vitrine_delivery_render_seconds", "").count(), 0);
  EXPECT_EQ(origin_.asked(kUrl), 1);
  background_ends();
}

}  // namespace
}  // namespace vitrine::delivery
