#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "blobs/folder_store.h"

namespace vitrine::blobs {
namespace {

namespace fs = std::filesystem;
using testing::await;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FolderWalkTest : public ::testing::Test {
 protected:
  FolderWalkTest() {
    for (const auto* name : {"a/one", "a/deep/er/two", "ab/three", "four"}) {
      EXPECT_TRUE(await(store_.put(name, name)));
    }
  }

  std::vector<std::string> names(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& blob : await(store_.list(folder)).value()) {
      names.push_back(blob.name);
      EXPECT_EQ(blob.bytes, blob.name.size()) << "each blob holds its own name";
    }
    std::ranges::sort(names);
    return names;
  }

  testing::TemporaryFolder folder_;
  Pool pool_{{.name = "files", .threads = 2}};
  FolderStore store_{{.folder = folder_.path()}, pool_};
};

TEST_F(FolderWalkTest, ListsEveryBlobUnderAFolder) {
  EXPECT_THAT(names("a"), ElementsAre("a/deep/er/two", "a/one"));
  EXPECT_THAT(names("a/deep"), ElementsAre("a/deep/er/two"));
  EXPECT_THAT(names(""), ElementsAre("a/deep/er/two", "a/one", "ab/three", "four"));
  EXPECT_THAT(names("absent"), IsEmpty());
  EXPECT_THAT(names("four"), IsEmpty()) << "a blob is not a folder";
}

TEST_F(FolderWalkTest, ListsNothingThatIsNotABlob) {
  folder_.write("a/.hidden", "1");
  folder_.write("a/white space", "1");
  folder_.write(".tmp/0123456789abcdef", "1");
  fs::create_symlink(folder_.path() / "four", folder_.path() / "a/link");
  fs::create_directory_symlink(folder_.path() / "ab", folder_.path() / "a/linked-folder");

  EXPECT_THAT(names("a"), ElementsAre("a/deep/er/two", "a/one"));
  EXPECT_THAT(names(""), ElementsAre("a/deep/er/two", "a/one", "ab/three", "four"));
}

TEST_F(FolderWalkTest, ListsNoFileDeeperThanANameCanSay) {
  folder_.write("1/2/3/4/5/6/7/eighth", "1/2/3/4/5/6/7/eighth");
  folder_.write("1/2/3/4/5/6/7/8/ninth", "too deep");

  EXPECT_THAT(names("1"), ElementsAre("1/2/3/4/5/6/7/eighth"));
}

TEST_F(FolderWalkTest, RemovesAFolderAndCountsItsBlobs) {
  EXPECT_EQ(await(store_.remove_folder("a")).value(), 2U);
  EXPECT_EQ(await(store_.remove_folder("a")).value(), 0U);

  EXPECT_FALSE(fs::exists(folder_.path() / "a"));
  EXPECT_THAT(names(""), ElementsAre("ab/three", "four"));
}

TEST_F(FolderWalkTest, RemovesFoldersAboveThatBecomeEmpty) {
  EXPECT_EQ(await(store_.remove_folder("ab")).value(), 1U);
  EXPECT_EQ(await(store_.remove_folder("a/deep/er")).value(), 1U);

  EXPECT_FALSE(fs::exists(folder_.path() / "a/deep"));
  EXPECT_TRUE(fs::exists(folder_.path() / "a"));
}

TEST_F(FolderWalkTest, RemovesNeitherOtherPeoplesFilesNorWhatLinksPointTo) {
  const auto notes = folder_.write("a/.notes", "keep");
  fs::create_directory_symlink(folder_.path() / "ab", folder_.path() / "a/linked-folder");

  EXPECT_EQ(await(store_.remove_folder("a")).value(), 2U);

  EXPECT_TRUE(fs::exists(notes));
  EXPECT_THAT(names("ab"), ElementsAre("ab/three"));
}

}  // namespace
}  // namespace vitrine::blobs
