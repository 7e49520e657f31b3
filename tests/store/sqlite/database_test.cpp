#include "store/sqlite/database.h"

#include <limits>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "store/sqlite/rooms.h"

namespace vitrine::store::sqlite {
namespace {

class DatabaseTest : public ::testing::Test {
 protected:
  Place place_;
  std::unique_ptr<Database> database_ = Database::open(place_.file, Access::create).value();
};

TEST_F(DatabaseTest, GivesBackEveryKindOfValue) {
  const std::string bytes("\0\xff'x", 4);
  ASSERT_TRUE(database_->execute("CREATE TABLE t (a, b, c, d, e)"));
  ASSERT_TRUE(database_->run("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)",
                             {std::numeric_limits<std::int64_t>::min(),
                              0.5,
                              std::string_view("t'ext"),
                              Blob{bytes},
                              Null{}}));

  auto row = database_->query("SELECT * FROM t").value();
  ASSERT_TRUE(row.step().value());
  EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(row.real(1), 0.5);
  EXPECT_EQ(row.text(2), "t'ext");
  EXPECT_EQ(row.blob(3), bytes);
  EXPECT_TRUE(row.is_null(4));
  EXPECT_FALSE(row.is_null(3));
  EXPECT_FALSE(row.step().value());
}

TEST_F(DatabaseTest, KeepsEmptyApartFromNothing) {
  ASSERT_TRUE(database_->execute("CREATE TABLE t (a NOT NULL, b NOT NULL)"));
  ASSERT_TRUE(database_->run("INSERT INTO t VALUES (?1, ?2)", {std::string_view(), Blob{{}}}));

  auto row = database_->query("SELECT a, b FROM t").value();
  ASSERT_TRUE(row.step().value());
  EXPECT_EQ(row.text(0), "");
  EXPECT_EQ(row.blob(1), "");
}

TEST_F(DatabaseTest, UsesAStatementAgainAndNeverTwiceAtOnce) {
  const char* one = "SELECT ?1";
  for (std::int64_t i = 0; i < 3; ++i) {
    auto row = database_->query(one, {i}).value();
    ASSERT_TRUE(row.step().value());
    EXPECT_EQ(row.integer(0), i);
  }
  const auto held = database_->query(one, {std::int64_t{1}}).value();
  EXPECT_THROW(static_cast<void>(database_->query(one, {std::int64_t{2}})), std::logic_error);
}

TEST_F(DatabaseTest, ThrowsForAWrongProgram) {
  EXPECT_THROW(static_cast<void>(database_->run("SELEKT")), std::logic_error);
  EXPECT_THROW(static_cast<void>(database_->run("SELECT * FROM absent")), std::logic_error);
  EXPECT_THROW(static_cast<void>(database_->run("SELECT ?1")), std::logic_error);
}

TEST_F(DatabaseTest, AStatementThatFailsCanBeUsedAgain) {
  ASSERT_TRUE(database_->execute("CREATE TABLE t (a UNIQUE)"));
  const char* insert = "INSERT INTO t VALUES (?1)";
  ASSERT_TRUE(database_->run(insert, {std::int64_t{1}}));

  const auto again = database_->run(insert, {std::int64_t{1}});

  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, FailureKind::bad_request);
  EXPECT_FALSE(database_->take_storage_trouble());
  EXPECT_TRUE(database_->run(insert, {std::int64_t{2}}));
}

TEST_F(DatabaseTest, AFileThatMayNotGrowIsAFullDisk) {
  ASSERT_TRUE(database_->execute("CREATE TABLE t (a); PRAGMA max_page_count = 8"));
  const std::string large(100'000, 'x');

  const auto inserted = database_->run("INSERT INTO t VALUES (?1)", {Blob{large}});

  ASSERT_FALSE(inserted);
  EXPECT_EQ(inserted.error().public_message, "The disk is full");
  EXPECT_TRUE(database_->take_storage_trouble());
  EXPECT_FALSE(database_->take_storage_trouble()) << "told once";
}

TEST_F(DatabaseTest, OpensForReadingOnly) {
  ASSERT_TRUE(database_->execute("CREATE TABLE t (a)"));
  const auto reader = Database::open(place_.file, Access::read_only).value();

  EXPECT_TRUE(reader->read_only());
  EXPECT_EQ(reader->number("SELECT count(*) FROM t").value(), 0);
  const auto written = reader->run("INSERT INTO t VALUES (1)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().public_message, "The database is read-only");
}

TEST_F(DatabaseTest, MakesNoFileUnlessAskedTo) {
  const auto absent = place_.folder.path() / "absent.db";
  const auto opened = Database::open(absent, Access::read_write);

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().public_message, "The database cannot be opened");
  EXPECT_FALSE(std::filesystem::exists(absent));
}

TEST_F(DatabaseTest, TakesNoNameForAnAddress) {
  const auto odd = place_.folder.path() / "file:x?mode=memory";
  ASSERT_TRUE(Database::open(odd, Access::create).value()->execute("CREATE TABLE t (a)"));
  EXPECT_TRUE(std::filesystem::exists(odd));
}

}  // namespace
}  // namespace vitrine::store::sqlite
