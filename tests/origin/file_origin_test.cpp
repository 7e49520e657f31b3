#include "origin/file_origin.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "origin/contained_open.h"
#include "origin/fetching.h"

namespace vitrine::origin {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::string_literals;

class FileOriginTest : public ::testing::TestWithParam<Containment> {
 protected:
  FileOriginTest() {
    folder_.write("root/cat.jpg", "cat");
    folder_.write("root/deep/er/dog.jpg", "dog");
    folder_.write("secret.jpg", "secret");
    folder_.write("root-of-others/fox.jpg", "fox");
  }

  Result<UniqueFd> open(const std::string& below) {
    return open_beneath(root_, root_ + '/' + below, GetParam());
  }

  testing::TemporaryFolder folder_;
  const std::string root_ = folder_.path() / "root";
};

INSTANTIATE_TEST_SUITE_P(ByKernelAndByPaths,
                         FileOriginTest,
                         ::testing::Values(Containment::kernel, Containment::paths));

TEST_P(FileOriginTest, OpensFilesInTheFolder) {
  EXPECT_TRUE(open("cat.jpg"));
  EXPECT_TRUE(open("deep/er/dog.jpg"));
  EXPECT_TRUE(open("deep/../cat.jpg"));
  EXPECT_TRUE(open_beneath("/", root_ + "/cat.jpg", GetParam()));
}

TEST_P(FileOriginTest, FollowsLinksThatStayInTheFolder) {
  fs::create_symlink("deep/er/dog.jpg", root_ + "/link.jpg");
  fs::create_directory_symlink("deep", root_ + "/linked");

  EXPECT_TRUE(open("link.jpg"));
  EXPECT_TRUE(open("linked/er/dog.jpg"));
}

TEST_P(FileOriginTest, LeavesTheFolderOnNoPath) {
  fs::create_symlink(folder_.path() / "secret.jpg", root_ + "/absolute");
  fs::create_symlink("../secret.jpg", root_ + "/relative");
  fs::create_directory_symlink("..", root_ + "/up");
  fs::create_directory_symlink(folder_.path(), root_ + "/deep/away");
  fs::create_symlink("relative", root_ + "/twice");

  for (const auto* path : {"../secret.jpg",
                           "deep/../../secret.jpg",
                           "absolute",
                           "relative",
                           "up/secret.jpg",
                           "deep/away/secret.jpg",
                           "twice",
                           "../root-of-others/fox.jpg"}) {
    const auto opened = open(path);
    ASSERT_FALSE(opened) << path;
    EXPECT_EQ(opened.error().kind, FailureKind::not_allowed) << path;
    EXPECT_THAT(opened.error().public_message, Not(HasSubstr("/"))) << path;
  }
}

TEST_P(FileOriginTest, OpensNothingThatIsNotBelowItsRoot) {
  for (const auto& path : {(folder_.path() / "secret.jpg").native(),
                           root_,
                           root_ + "/",
                           (folder_.path() / "root-of-others/fox.jpg").native(),
                           "cat.jpg"s,
                           ""s}) {
    const auto opened = open_beneath(root_, path, GetParam());
    ASSERT_FALSE(opened) << path;
    EXPECT_EQ(opened.error().kind, FailureKind::not_allowed) << path;
  }
}

TEST_P(FileOriginTest, SaysNotFoundForWhatIsNotThere) {
  for (const auto& path : {"absent.jpg"s,
                           "cat.jpg/below"s,
                           "deep/absent/x"s,
                           std::string(300, 'x'),
                           "cat.jpg\0.png"s}) {
    const auto opened = open(path);
    ASSERT_FALSE(opened) << path;
    EXPECT_EQ(opened.error().kind, FailureKind::not_found) << path << opened.error().detail;
  }
}

class FileFetchTest : public ::testing::Test {
 protected:
  Result<Fetched> fetch(const std::string& name, Validators have = {}) {
    const auto root = fetching_.folder.path().native();
    return testing::await(fetching_.origins.fetch(
        {.kind = SourceKind::file, .address = root + '/' + name, .root = root}, std::move(have)));
  }

  static Config small() {
    Config config;
    config.body_bytes_max = 1000;
    config.bytes_in_flight_max = 900;
    return config;
  }

  Fetching fetching_{small()};
};

TEST_F(FileFetchTest, GivesTheBytesAndAVersionThatChangesWithTheFile) {
  fetching_.folder.write("cat.jpg", "cat");

  const auto first = fetch("cat.jpg");
  ASSERT_TRUE(first) << first.error().detail;
  EXPECT_EQ(*first->bytes, "cat");
  EXPECT_TRUE(first->modified);

  const auto again = fetch("cat.jpg", first->validators);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->unchanged);
  EXPECT_EQ(again->bytes, nullptr);
  EXPECT_EQ(again->validators.etag, first->validators.etag);

  fetching_.folder.write("cat.jpg", "larger cat");
  const auto larger = fetch("cat.jpg", first->validators);
  ASSERT_TRUE(larger);
  EXPECT_EQ(*larger->bytes, "larger cat");
  EXPECT_NE(larger->validators.etag, first->validators.etag);
}

TEST_F(FileFetchTest, SeesAFileThatTookThePlaceOfAnotherOfTheSameSizeAndTime) {
  const auto file = fetching_.folder.write("cat.jpg", "cat");
  const auto other = fetching_.folder.write("dog.jpg", "dog");
  fs::last_write_time(other, fs::last_write_time(file));
  const auto first = fetch("cat.jpg");
  ASSERT_TRUE(first);

  fs::rename(other, file);

  EXPECT_EQ(*fetch("cat.jpg", first->validators)->bytes, "dog");
}

TEST_F(FileFetchTest, RefusesWhatIsNoOriginal) {
  fetching_.folder.write("empty.jpg", "");
  fetching_.folder.write("large.jpg", std::string(1001, 'x'));
  fetching_.folder.write("past-the-budget.jpg", std::string(901, 'x'));
  fs::create_directory(fetching_.folder.path() / "folder.jpg");
  ASSERT_EQ(::mkfifo((fetching_.folder.path() / "pipe.jpg").c_str(), 0600), 0);

  struct Row {
    const char* name;
    FailureKind kind;
  };

  for (const auto& row : std::vector<Row>{{"empty.jpg", FailureKind::upstream},
                                          {"large.jpg", FailureKind::unsupported},
                                          {"past-the-budget.jpg", FailureKind::busy},
                                          {"folder.jpg", FailureKind::not_found},
                                          {"pipe.jpg", FailureKind::not_found},
                                          {"absent.jpg", FailureKind::not_found},
                                          {"../x.jpg", FailureKind::not_allowed}}) {
    const auto fetched = fetch(row.name);
    ASSERT_FALSE(fetched) << row.name;
    EXPECT_EQ(fetched.error().kind, row.kind) << row.name << ": " << fetched.error().detail;
    EXPECT_THAT(fetched.error().public_message, Not(HasSubstr("/"))) << row.name;
  }
  EXPECT_THAT(fetch("large.jpg").error().public_message, HasSubstr("1000 bytes"));
}

TEST_F(FileFetchTest, TakesUploadsFromTheBlobStore) {
  ASSERT_TRUE(testing::await(fetching_.uploads.put("a/cat.jpg", "cat")));
  auto fetch_blob = [this](std::string name, Validators have = {}) {
    return testing::await(fetching_.origins.fetch(
        {.kind = SourceKind::blob, .address = std::move(name), .root = {}}, std::move(have)));
  };

  const auto first = fetch_blob("a/cat.jpg");
  ASSERT_TRUE(first);
  EXPECT_EQ(*first->bytes, "cat");
  EXPECT_TRUE(fetch_blob("a/cat.jpg", first->validators)->unchanged);
  EXPECT_EQ(fetch_blob("a/absent.jpg").error().kind, FailureKind::not_found);
  EXPECT_EQ(fetch_blob("../secret").error().kind, FailureKind::not_found);
}

}  // namespace
}  // namespace vitrine::origin
