// Several writers, readers and removers of the same names at once.
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "await/temporary_folder.h"
#include "blobs/folder_files.h"
#include "blobs/folder_walk.h"

namespace vitrine::blobs {
namespace {

constexpr int kRounds = 200;

// Large enough that one write(2) of it is not atomic to a reader who could see it growing.
std::string picture(char filled_with) {
  return std::string(100'000, filled_with);
}

bool is_whole(const Blob& blob) {
  std::string bytes(blob.file->bytes, '\0');
  const auto got = ::pread(blob.file->fd.get(), bytes.data(), bytes.size(), 0);
  return got == 100'000 && (bytes == picture('a') || bytes == picture('b'));
}

TEST(FolderRace, AReaderSeesTheOldBytesOrTheNewAndNeverAPart) {
  const testing::TemporaryFolder folder;
  prepare_folder(folder.path());
  ASSERT_TRUE(put_file(folder.path(), "x/y", picture('a'), false));
  std::atomic<bool> writing = true;
  std::atomic<int> parts = 0;
  std::atomic<int> reads = 0;
  auto read = [&] {
    do {
      const auto blob = open_file(folder.path(), "x/y");
      if (!blob || !*blob || !is_whole(**blob)) ++parts;
      ++reads;
    } while (writing);
  };

  std::thread reader_one(read);
  std::thread reader_two(read);
  std::thread other_writer([&] {
    for (int i = 0; i < kRounds; ++i)
      EXPECT_TRUE(put_file(folder.path(), "x/y", picture('b'), false));
  });
  for (int i = 0; i < kRounds; ++i)
    EXPECT_TRUE(put_file(folder.path(), "x/y", picture('a'), false));
  other_writer.join();
  writing = false;
  reader_one.join();
  reader_two.join();

  EXPECT_EQ(parts, 0);
  EXPECT_GE(reads, 2);
}

TEST(FolderRace, RemovingAFolderDoesNotBreakWhoPutsIntoIt) {
  const testing::TemporaryFolder folder;
  prepare_folder(folder.path());
  std::atomic<bool> putting = true;
  std::atomic<int> broken = 0;
  std::thread remover([&] {
    do {
      if (!remove_files(folder.path(), "a/b")) ++broken;
    } while (putting);
  });
  std::thread lister([&] {
    do {
      if (!list_files(folder.path(), "a")) ++broken;
    } while (putting);
  });

  for (int i = 0; i < kRounds; ++i) {
    const auto put = put_file(folder.path(), "a/b/" + std::to_string(i % 4), "bytes", false);
    EXPECT_TRUE(put) << put.error().detail;
  }
  putting = false;
  remover.join();
  lister.join();

  EXPECT_EQ(broken, 0);
}

}  // namespace
}  // namespace vitrine::blobs
