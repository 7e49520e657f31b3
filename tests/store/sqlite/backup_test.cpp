#include "store/sqlite/backup.h"

#include <atomic>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "store/sqlite/rooms.h"

namespace vitrine::store::sqlite {
namespace {

namespace fs = std::filesystem;

class BackupTest : public ::testing::Test {
 protected:
  int files_of_copy() const {
    int files = 0;
    for (const auto& entry : fs::directory_iterator(place_.folder.path())) {
      if (entry.path().filename().native().starts_with("copy.db")) ++files;
    }
    return files;
  }

  Place place_;
  const fs::path to_ = place_.folder.path() / "copy.db";
  observe::Metrics metrics_;
};

TEST_F(BackupTest, IsOneMomentOfAStoreThatIsBeingWritten) {
  Writer writer({.file = place_.file}, metrics_, observe::Log::silent());
  ASSERT_TRUE(submit(writer, sql("CREATE TABLE a (n); CREATE TABLE b (n)")).get());
  // Enough pages for several steps of the copy.
  ASSERT_TRUE(submit(writer, sql("CREATE TABLE c AS SELECT zeroblob(8000000)")).get());
  std::atomic<bool> copied = false;
  int written = 0;
  std::thread writing([&] {
    while (!copied || written < 10) {
      ++written;
      ASSERT_TRUE(submit(writer, sql("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)")).get());
    }
  });
  const auto done = backup(place_.file, to_);
  copied = true;
  writing.join();

  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(files_of_copy(), 1) << "nothing temporary";
  {
    const auto copy = Database::open(to_, Access::read_only).value();
    EXPECT_EQ(copy->number("SELECT (SELECT count(*) FROM a) = (SELECT count(*) FROM b)").value(),
              1);
    auto integrity = copy->query("PRAGMA integrity_check").value();
    ASSERT_TRUE(integrity.step().value());
    EXPECT_EQ(integrity.text(0), "ok");
  }
  EXPECT_EQ(number(writer, "SELECT count(*) FROM a"), written) << "the writer went on";
}

TEST_F(BackupTest, IsAStoreLikeTheOneItWasTakenFrom) {
  {
    Writer writer({.file = place_.file}, metrics_, observe::Log::silent());
    ASSERT_TRUE(submit(writer, sql("CREATE TABLE a (n); INSERT INTO a VALUES (7)")).get());
    ASSERT_TRUE(backup(place_.file, to_));
  }
  Writer restored({.file = to_}, metrics_, observe::Log::silent());
  EXPECT_EQ(number(restored, "SELECT n FROM a"), 7);
  EXPECT_TRUE(submit(restored, sql("INSERT INTO a VALUES (8)")).get());
}

TEST_F(BackupTest, WritesOverNothing) {
  Writer writer({.file = place_.file}, metrics_, observe::Log::silent());
  place_.folder.write("copy.db", "precious");

  const auto done = backup(place_.file, to_);

  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, FailureKind::bad_request);
  EXPECT_EQ(testing::contents(to_), "precious");
  fs::remove(to_);
  fs::create_symlink("nowhere", to_);
  EXPECT_FALSE(backup(place_.file, to_)) << "a link to nothing is something";
}

TEST_F(BackupTest, LeavesNothingWhenItFails) {
  EXPECT_EQ(backup(place_.file, to_).error().kind, FailureKind::not_found);
  place_.folder.write("vitrine.db", std::string(8192, 'x'));
  const auto done = backup(place_.file, to_);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().public_message, "The file is not a database");
  EXPECT_EQ(files_of_copy(), 0);
  EXPECT_FALSE(backup(place_.file, place_.folder.path() / "absent" / "copy.db"));
}

}  // namespace
}  // namespace vitrine::store::sqlite
