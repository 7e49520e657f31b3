#include "blobs/incoming_blob.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "blobs/folder_store.h"

namespace vitrine::blobs {
namespace {

namespace fs = std::filesystem;
using testing::await;

class IncomingBlobTest : public ::testing::Test {
 protected:
  std::unique_ptr<IncomingBlob> begun(std::string_view text) {
    auto blob = await(store_->begin()).value();
    EXPECT_TRUE(await(blob->write(text)));
    return blob;
  }

  // Nothing temporary is left once what was submitted has run.
  bool nothing_temporary() {
    store_.reset();
    pool_.reset();
    return fs::is_empty(folder_.path() / ".tmp");
  }

  std::string contents(const std::string& name) { return testing::contents(folder_.path() / name); }

  testing::TemporaryFolder folder_;
  std::optional<Pool> pool_{std::in_place, PoolOptions{.name = "files", .threads = 2}};
  std::optional<FolderStore> store_{std::in_place, FolderOptions{.folder = folder_.path()}, *pool_};
};

TEST_F(IncomingBlobTest, IsWrittenInPiecesAndKeptWhole) {
  auto blob = begun("one ");
  ASSERT_TRUE(await(blob->write("two")));
  EXPECT_EQ(blob->bytes(), 7U);
  EXPECT_EQ(blob->digest(), crypto::sha256("one two"));
  EXPECT_EQ(blob->digest(), crypto::sha256("one two")) << "asked for twice";
  EXPECT_FALSE(fs::exists(folder_.path() / "a"));
  ASSERT_TRUE(await(blob->keep("a/b/c")));
  EXPECT_EQ(contents("a/b/c"), "one two");
  blob.reset();
  EXPECT_EQ(contents("a/b/c"), "one two");
  EXPECT_TRUE(nothing_temporary());
}

TEST_F(IncomingBlobTest, LeavesNothingWhenItIsNotKept) {
  begun("one").reset();
  EXPECT_TRUE(nothing_temporary());
}

TEST_F(IncomingBlobTest, LeavesNothingWhenTheStoreEndsBefore) {
  auto blob = begun("one");
  store_.reset();
  pool_.reset();
  EXPECT_FALSE(await(blob->write("two")));
  blob.reset();
  EXPECT_TRUE(fs::is_empty(folder_.path() / ".tmp"));
}

TEST_F(IncomingBlobTest, ReplacesWhatHasItsName) {
  ASSERT_TRUE(await(store_->put("a/b", "old")));
  auto blob = begun("new");
  ASSERT_TRUE(await(blob->keep("a/b")));
  EXPECT_EQ(contents("a/b"), "new");
  ASSERT_TRUE(await(blob->keep("a/b"))) << "its own name";
  ASSERT_TRUE(await(blob->keep("c"))) << "another name";
  EXPECT_EQ(contents("c"), "new");
  blob.reset();
  EXPECT_TRUE(nothing_temporary());
}

TEST_F(IncomingBlobTest, AsNewLeavesWhatHasItsName) {
  ASSERT_TRUE(await(store_->put("a/b", "old")));
  auto blob = begun("new");
  EXPECT_FALSE(await(blob->keep_as_new("a/b")).value());
  EXPECT_EQ(contents("a/b"), "old");
  EXPECT_TRUE(await(blob->keep_as_new("a/c")).value());
  EXPECT_EQ(contents("a/c"), "new");
}

TEST_F(IncomingBlobTest, IsReadBeforeItIsKept) {
  auto blob = begun("one two");
  const auto file = await(blob->read()).value();
  char text[16];
  EXPECT_EQ(::pread(file->fd.get(), text, sizeof text, 4), 3);
  EXPECT_EQ(file->bytes, 7U);
}

TEST_F(IncomingBlobTest, TakesNoNameThatLeavesTheStore) {
  auto blob = begun("x");
  for (const auto* name : {"../a", "a//b", ".tmp/a", ""}) {
    EXPECT_EQ(await(blob->keep(name)).error().kind, FailureKind::bad_request) << name;
    EXPECT_EQ(await(blob->keep_as_new(name)).error().kind, FailureKind::bad_request) << name;
  }
}

TEST_F(IncomingBlobTest, OneOfManyGetsANameThatAllAskFor) {
  constexpr int kAll = 8;
  std::atomic<int> got{0};
  std::vector<std::unique_ptr<IncomingBlob>> blobs;
  for (int i = 0; i < kAll; ++i) blobs.push_back(begun(std::to_string(i)));
  std::vector<std::thread> threads;
  for (auto& blob : blobs) {
    threads.emplace_back([&] { got += await(blob->keep_as_new("x/y")).value() ? 1 : 0; });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(got, 1);
}

}  // namespace
}  // namespace vitrine::blobs
