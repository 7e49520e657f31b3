// A disk that takes no more, and a process that is killed in the middle of a write.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "blobs/folder_files.h"
#include "blobs/folder_store.h"
#include "blobs/folder_walk.h"

namespace vitrine::blobs {
namespace {

namespace fs = std::filesystem;
using testing::await;

// While it lives, a write beyond `bytes` of any file fails half way, as on a disk that is full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_action_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = old_limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }

  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    ::signal(SIGXFSZ, old_action_);
  }

  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*old_action_)(int);
  rlimit old_limit_{};
};

TEST(FullDisk, IsUnavailableAndLeavesTheOldBytesAndNothingElse) {
  const testing::TemporaryFolder folder;
  Pool pool({.name = "files", .threads = 1});
  FolderStore store({.folder = folder.path()}, pool);
  ASSERT_TRUE(await(store.put("a", "old")));
  const std::string large(4 << 20, 'x');

  Result<void> put;
  {
    const FileSizeLimit limit(1 << 20);
    put = await(store.put("a", large));
  }

  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().kind, FailureKind::unavailable);
  EXPECT_TRUE(fs::is_empty(temporary_folder(folder.path())));
  EXPECT_EQ(testing::contents(folder.path() / "a"), "old");
  EXPECT_TRUE(await(store.put("a", large))) << "works again when there is room";
}

// Puts for ever; tells through `pipe` that it is in the middle of it.
[[noreturn]] void write_until_killed(const fs::path& folder, int pipe) {
  const std::string bytes(1 << 20, 'x');
  for (int i = 0;; ++i) {
    if (!put_file(folder, "part/" + std::to_string(i % 8), bytes, false)) ::_exit(1);
    if (i == 8 && ::write(pipe, "!", 1) != 1) ::_exit(1);
  }
}

TEST(KilledWriter, LeavesOnlyWholeBlobs) {
  const testing::TemporaryFolder folder;
  prepare_folder(folder.path());
  int pipe_ends[2] = {};
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const UniqueFd heard(pipe_ends[0]);
  UniqueFd told(pipe_ends[1]);
  const pid_t writer = ::fork();
  // kill(-1) would end every process that may be signalled.
  ASSERT_GE(writer, 0);
  if (writer == 0) write_until_killed(folder.path(), told.get());
  told.reset();

  char byte = 0;
  ASSERT_EQ(::read(heard.get(), &byte, 1), 1) << "the writer could not write";
  ::kill(writer, SIGKILL);
  int status = 0;
  ::waitpid(writer, &status, 0);

  ASSERT_TRUE(WIFSIGNALED(status));
  const auto blobs = list_files(folder.path(), "").value();
  EXPECT_EQ(blobs.size(), 8U);
  for (const auto& blob : blobs) EXPECT_EQ(blob.bytes, 1U << 20U) << blob.name;
}

}  // namespace
}  // namespace vitrine::blobs
