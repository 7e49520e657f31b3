#include "blobs/folder_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"

namespace vitrine::blobs {
namespace {

namespace fs = std::filesystem;
using testing::await;

class FolderStoreTest : public ::testing::Test {
 protected:
  std::optional<Blob> opened(const std::string& name) { return await(store_.open(name)).value(); }

  std::string read(const Blob& blob) {
    std::string bytes(blob.file->bytes + 1, '\0');
    const auto got = ::pread(blob.file->fd.get(), bytes.data(), bytes.size(), 0);
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }

  bool nothing_temporary() { return fs::is_empty(folder_.path() / ".tmp"); }

  testing::TemporaryFolder folder_;
  Pool pool_{{.name = "files", .threads = 2}};
  FolderStore store_{{.folder = folder_.path()}, pool_};
};

TEST_F(FolderStoreTest, GivesBackWhatWasPut) {
  const std::string bytes("\0picture\xff", 9);

  ASSERT_TRUE(await(store_.put("results/ab/cdef.webp", bytes)));
  const auto blob = opened("results/ab/cdef.webp");

  ASSERT_TRUE(blob);
  EXPECT_EQ(blob->file->bytes, bytes.size());
  EXPECT_EQ(read(*blob), bytes);
  EXPECT_EQ(testing::contents(folder_.path() / "results/ab/cdef.webp"), bytes);
  EXPECT_TRUE(nothing_temporary());
}

TEST_F(FolderStoreTest, KeepsAnEmptyBlobApartFromAnAbsentOne) {
  ASSERT_TRUE(await(store_.put("empty", "")));

  ASSERT_TRUE(opened("empty"));
  EXPECT_EQ(opened("empty")->file->bytes, 0U);
  EXPECT_FALSE(opened("absent"));
  EXPECT_FALSE(opened("empty/below-a-file"));
}

TEST_F(FolderStoreTest, LeavesTheOldBytesToWhoeverHasThemOpen) {
  ASSERT_TRUE(await(store_.put("a", "old bytes")));
  const auto before = opened("a");
  ASSERT_TRUE(before);

  ASSERT_TRUE(await(store_.put("a", "new")));
  EXPECT_EQ(read(*before), "old bytes");
  EXPECT_EQ(read(*opened("a")), "new");

  ASSERT_TRUE(await(store_.remove("a")).value());
  EXPECT_EQ(read(*before), "old bytes");
}

TEST_F(FolderStoreTest, OpensNothingButRegularFilesThatAreReallyThere) {
  const auto secret = folder_.write("secret", "secret");
  fs::create_symlink(secret, folder_.path() / "link");
  fs::create_symlink("loop", folder_.path() / "loop");
  fs::create_directory(folder_.path() / "folder");
  ASSERT_EQ(::mkfifo((folder_.path() / "pipe").c_str(), 0600), 0);

  for (const auto* name : {"link", "loop", "folder", "pipe"}) EXPECT_FALSE(opened(name)) << name;
}

TEST_F(FolderStoreTest, RefusesHostileNamesEverywhere) {
  for (const std::string name : {"../escape", "/etc/passwd", ".tmp/x", "a/../../b", "", "a b"}) {
    const auto put = await(store_.put(name, "x"));
    const auto open = await(store_.open(name));
    const auto remove = await(store_.remove(name));
    const auto removed = await(store_.remove_folder(name));

    for (const auto& kind :
         {put.error().kind, open.error().kind, remove.error().kind, removed.error().kind}) {
      EXPECT_EQ(kind, FailureKind::bad_request) << name;
    }
    await(store_.touch(name));
  }
  EXPECT_EQ(await(store_.list("../")).error().kind, FailureKind::bad_request);
  EXPECT_FALSE(fs::exists(folder_.path().parent_path() / "escape"));
}

TEST_F(FolderStoreTest, RemovesTheBlobAndTheFoldersThatItLeavesEmpty) {
  ASSERT_TRUE(await(store_.put("a/b/one", "1")));
  ASSERT_TRUE(await(store_.put("a/two", "2")));

  EXPECT_TRUE(await(store_.remove("a/b/one")).value());
  EXPECT_FALSE(await(store_.remove("a/b/one")).value());
  EXPECT_FALSE(fs::exists(folder_.path() / "a/b"));
  EXPECT_TRUE(opened("a/two"));

  EXPECT_FALSE(await(store_.remove("a")).value()) << "a folder is not a blob";
  EXPECT_TRUE(await(store_.remove("a/two")).value());
  EXPECT_TRUE(fs::exists(folder_.path())) << "the store itself stays";
}

TEST_F(FolderStoreTest, PutsAgainIntoAFolderThatWasRemoved) {
  ASSERT_TRUE(await(store_.put("a/b", "1")));
  fs::remove_all(folder_.path() / "a");
  fs::remove_all(folder_.path() / ".tmp");

  ASSERT_TRUE(await(store_.put("a/b", "2")));
  EXPECT_EQ(read(*opened("a/b")), "2");
}

TEST_F(FolderStoreTest, TouchesWhenABlobWasUsedAndNotWhenItWasMade) {
  ASSERT_TRUE(await(store_.put("a", "1")));
  const std::array<timespec, 2> long_ago = {timespec{1000, 0}, timespec{2000, 0}};
  ::utimensat(AT_FDCWD, (folder_.path() / "a").c_str(), long_ago.data(), 0);

  await(store_.touch("a"));
  await(store_.touch("absent"));

  const auto list = await(store_.list("")).value();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_GT(list[0].used, WallTime{std::chrono::seconds{1'000'000'000}});
  EXPECT_EQ(list[0].modified, WallTime{std::chrono::seconds{2000}});
  EXPECT_EQ(opened("a")->modified, WallTime{std::chrono::seconds{2000}});
}

TEST_F(FolderStoreTest, SaysUnavailableAndLeavesNothingWhenAFolderCannotBeMade) {
  ASSERT_TRUE(await(store_.put("file", "1")));

  const auto put = await(store_.put("file/below", "2"));

  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().kind, FailureKind::unavailable);
  EXPECT_EQ(put.error().public_message.find(folder_.path().native()), std::string::npos);
  EXPECT_NE(put.error().detail.find("file"), std::string::npos);
  EXPECT_TRUE(nothing_temporary());
  EXPECT_EQ(read(*opened("file")), "1");
}

TEST_F(FolderStoreTest, SaysUnavailableWhenTheWholeStoreIsGone) {
  fs::remove_all(folder_.path());

  EXPECT_EQ(await(store_.put("a", "1")).error().kind, FailureKind::unavailable);
  EXPECT_FALSE(opened("a"));
  EXPECT_TRUE(await(store_.list("")).value().empty());
}

TEST_F(FolderStoreTest, WritesThroughToTheDiskWhenAsked) {
  FolderStore durable({.folder = folder_.path() / "uploads", .fsync = true}, pool_);

  ASSERT_TRUE(await(durable.put("a/b/c", "1")));
  EXPECT_EQ(testing::contents(folder_.path() / "uploads/a/b/c"), "1");
}

TEST_F(FolderStoreTest, TakesItsFolderWithOrWithoutATrailingSlash) {
  FolderStore slashed({.folder = folder_.path().native() + "/x/./y/"}, pool_);

  ASSERT_TRUE(await(slashed.put("a/b", "1")));
  EXPECT_TRUE(await(slashed.remove("a/b")).value());
  EXPECT_TRUE(fs::exists(folder_.path() / "x/y")) << "removing stops at the store";
}

TEST_F(FolderStoreTest, TellsAtTheStartThatAFolderCannotBeWritten) {
  const auto file = folder_.write("plain-file", "1");

  EXPECT_THROW(FolderStore({.folder = file}, pool_), std::runtime_error);
  EXPECT_THROW(FolderStore({.folder = file / "below"}, pool_), std::runtime_error);
}

TEST_F(FolderStoreTest, RemovesAtTheStartWhatAKilledProcessLeftAnHourAgo) {
  const auto old = folder_.write(".tmp/0000000000000001", "half a pic");
  const auto fresh = folder_.write(".tmp/0000000000000002", "still being written");
  const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours{24};
  fs::last_write_time(old, yesterday);

  const FolderStore again({.folder = folder_.path()}, pool_);

  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(fresh));
}

}  // namespace
}  // namespace vitrine::blobs
