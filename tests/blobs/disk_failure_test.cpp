#include "blobs/disk_failure.h"

#include <cerrno>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::blobs {
namespace {

TEST(DiskFailure, SaysWhatAPersonCanMendAndKeepsThePathForTheLog) {
  struct Row {
    int error;
    const char* message;
  };

  const Row rows[] = {
      {ENOSPC, "The disk is full"},
      {EDQUOT, "The disk is full"},
      {EROFS, "The disk is read-only"},
      {EFBIG, "The disk does not take a file of this size"},
      {EMFILE, "Too many files are open"},
      {ENFILE, "Too many files are open"},
      {EIO, "The disk does not work as it should"},
      {ENOTDIR, "The disk does not work as it should"},
  };
  for (const auto& row : rows) {
    const auto failure = disk_failure(row.error, "write", "/srv/blobs/a");
    EXPECT_EQ(failure.kind, FailureKind::unavailable) << row.message;
    EXPECT_EQ(failure.public_message, row.message);
    EXPECT_THAT(failure.detail, ::testing::StartsWith("write /srv/blobs/a: "));
    EXPECT_THAT(failure.public_message, ::testing::Not(::testing::HasSubstr("/srv")));
  }
}

}  // namespace
}  // namespace vitrine::blobs
