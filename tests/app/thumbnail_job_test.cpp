#include "app/thumbnail_job.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "blobs/folder_store.h"
#include "endpoints/upload_places.h"
#include "pictures/pictures.h"

namespace vitrine::app {
namespace {

namespace fs = std::filesystem;
using testing::await;

class ThumbnailJobTest : public ::testing::Test {
 protected:
  ThumbnailJobTest() {
    fs::create_directories(folder_.path() / "shared/out");
    settings_.folder = (folder_.path() / "shared").native();
  }

  Result<std::string> run(const std::string& arguments) {
    const ThumbnailJob job(settings_, {}, blobs_, files_, render_);
    jobs::JobRun run(
        {.lease = {}, .kind = "generateThumbnail", .queue = "q", .arguments = arguments}, {}, [] {
        });
    return await(job.run(run));
  }

  images::Header made(const fs::path& path) {
    return images::read_header(testing::contents(path), {}).value();
  }

  testing::TemporaryFolder folder_;
  Pool files_{{.name = "files"}};
  Pool render_{{.name = "render"}};
  blobs::FolderStore blobs_{{.folder = folder_.path() / "blobs"}, files_};
  ThumbnailSettings settings_;
};

TEST_F(ThumbnailJobTest, MakesAThumbnailOfABlobOnce) {
  const auto picture = pictures::make_png(300, 200);
  ASSERT_TRUE(await(blobs_.put("uploads/files/ab/abc", picture)));
  const std::string arguments =
      R"([{"jid":"x","upload":"uploads/files/ab/abc","thumbnail":"a b.png"}])";
  EXPECT_EQ(run(arguments).value(), "/thumbnails/a%20b.png");
  const auto path = folder_.path() / "blobs" / endpoints::thumbnail_place("a b.png");
  EXPECT_EQ(made(path).width, 100U);
  EXPECT_EQ(made(path).height, 100U);
  EXPECT_EQ(made(path).content_type, "image/png");
  const auto before = fs::last_write_time(path);
  EXPECT_EQ(run(arguments).value(), "/thumbnails/a%20b.png");
  EXPECT_EQ(fs::last_write_time(path), before) << "it was there";
}

TEST_F(ThumbnailJobTest, EnlargesWhatIsSmallerAndTakesTheFormatOfItsName) {
  ASSERT_TRUE(await(blobs_.put("uploads/files/ab/abc", pictures::make_png(30, 20))));
  ASSERT_TRUE(run(R"([{"upload":"uploads/files/ab/abc","thumbnail":"a.webp"}])"));
  const auto header = made(folder_.path() / "blobs" / endpoints::thumbnail_place("a.webp"));
  EXPECT_EQ(header.width, 100U);
  EXPECT_EQ(header.content_type, "image/webp");
}

TEST_F(ThumbnailJobTest, TakesFilesOfItsFolderOnly) {
  const auto shared = folder_.path() / "shared";
  std::ofstream(shared / "in.png") << pictures::make_png(300, 200);
  std::ofstream(folder_.path() / "secret.png") << pictures::make_png(300, 200);
  fs::create_symlink("../secret.png", shared / "link.png");
  fs::create_symlink("..", shared / "up");

  EXPECT_TRUE(run(R"(["in.png","out/a.png"])"));
  EXPECT_EQ(made(shared / "out/a.png").width, 100U);
  EXPECT_TRUE(
      run("[\"" + (shared / "in.png").native() + "\",\"" + (shared / "out/b.png").native() + "\"]"))
      << "absolute paths inside of it";

  struct Row {
    const char* reason;
    const char* arguments;
    FailureKind kind;
  };

  constexpr Row kRows[] = {
      {"a way out to read", R"(["../secret.png","out/c.png"])", FailureKind::not_allowed},
      {"an absolute one", R"(["/etc/passwd","out/c.png"])", FailureKind::not_allowed},
      {"a way out to write", R"(["in.png","../c.png"])", FailureKind::not_allowed},
      {"a link to read", R"(["link.png","out/c.png"])", FailureKind::not_allowed},
      {"a folder that is a link", R"(["in.png","up/c.png"])", FailureKind::not_allowed},
      {"the folder itself", R"(["in.png","."])", FailureKind::not_allowed},
      {"nothing there", R"(["none.png","out/c.png"])", FailureKind::not_found},
      {"no such folder", R"(["in.png","none/c.png"])", FailureKind::not_found},
  };
  for (const auto& row : kRows) {
    const auto result = run(row.arguments);
    ASSERT_FALSE(result) << row.reason;
    EXPECT_EQ(result.error().kind, row.kind) << row.reason << result.error().public_message;
  }
  EXPECT_FALSE(fs::exists(folder_.path() / "c.png"));
  settings_.folder.clear();
  EXPECT_EQ(run(R"(["in.png","out/a.png"])").error().kind, FailureKind::not_allowed);
}

TEST_F(ThumbnailJobTest, FailsForGoodWhereAnotherTryWouldNotHelp) {
  ASSERT_TRUE(await(blobs_.put("text", "no picture")));

  struct Row {
    const char* reason;
    const char* arguments;
    FailureKind kind;
  };

  constexpr Row kRows[] = {
      {"no JSON", "x", FailureKind::bad_request},
      {"no array", "{}", FailureKind::bad_request},
      {"empty", "[]", FailureKind::bad_request},
      {"one path", R"(["a"])", FailureKind::bad_request},
      {"numbers", "[1,2]", FailureKind::bad_request},
      {"no thumbnail", R"([{"upload":"text"}])", FailureKind::bad_request},
      {"a name that leaves the store",
       R"([{"upload":"../text","thumbnail":"a.png"}])",
       FailureKind::bad_request},
      {"gone", R"([{"upload":"none","thumbnail":"a.png"}])", FailureKind::not_found},
      {"no picture", R"([{"upload":"text","thumbnail":"a.png"}])", FailureKind::unsupported},
  };
  for (const auto& row : kRows) {
    const auto result = run(row.arguments);
    ASSERT_FALSE(result) << row.reason;
    EXPECT_EQ(result.error().kind, row.kind) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::app
