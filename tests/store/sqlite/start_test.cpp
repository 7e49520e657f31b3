// What a writer finds at its start, and what it says about it.
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite/rooms.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class StartTest : public ::testing::Test {
 protected:
  // What starting throws; empty when it does not.
  std::string refusal(std::chrono::milliseconds lock_wait = {}) {
    try {
      const Writer writer(
          {.file = place_.file, .lock_wait = lock_wait}, metrics_, observe::Log::silent());
      return {};
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  void prepare(const std::string& sql) {
    ASSERT_TRUE(Database::open(place_.file, Access::create).value()->execute(sql));
  }

  std::int64_t asked(const std::string& query) {
    return Database::open(place_.file, Access::read_only).value()->number(query).value();
  }

  Place place_;
  observe::Metrics metrics_;
};

TEST_F(StartTest, MakesTheFileAndItsFolder) {
  place_.file = place_.folder.path() / "data" / "deep" / "vitrine.db";

  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(asked("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(asked("PRAGMA user_version"), static_cast<std::int64_t>(schema_steps().size()));
  EXPECT_EQ(asked("SELECT count(*) FROM sqlite_schema WHERE name = 'tally_log'"), 1);
  EXPECT_EQ(refusal(), "") << "again";
}

TEST_F(StartTest, LeavesTheFileAloneUntilItIsOpened) {
  Writer writer({.file = place_.file}, metrics_, observe::Log::silent(), Opening::later);
  EXPECT_FALSE(fs::exists(place_.file));
  EXPECT_NE(writer.trouble(), "");
  const auto early = submit(writer, sql("CREATE TABLE t (a)")).get();
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().kind, FailureKind::unavailable);
  EXPECT_EQ(early.error().public_message, "The store is not open yet");

  writer.open();
  EXPECT_EQ(writer.trouble(), "");
  EXPECT_TRUE(submit(writer, sql("CREATE TABLE t (a)")).get());
}

TEST_F(StartTest, NeedNeverBeOpened) {
  bool visited = false;
  {
    Writer writer({.file = place_.file}, metrics_, observe::Log::silent(), Opening::later);
    writer.between_groups([&] { visited = true; });
    writer.stop();
  }
  EXPECT_TRUE(visited);
  EXPECT_FALSE(fs::exists(place_.file));
}

TEST_F(StartTest, KnowsWhatMayPass) {
  struct Row {
    const char* sentence;
    bool may_pass;
  };

  constexpr Row kRows[] = {{"The disk is full", true},
                           {"The disk does not take a file of this size", true},
                           {"The disk is read-only", true},
                           {"The database is read-only", true},
                           {"The database may not be opened", false},
                           {"The database cannot be opened", false},
                           {"The database is damaged", false},
                           {"The file is not a database", false},
                           {"The disk does not work as it should", false}};
  for (const auto& row : kRows) {
    const auto error =
        start_error(place_.file, {FailureKind::unavailable, row.sentence, "the system's words"});
    EXPECT_EQ(error.may_pass(), row.may_pass) << row.sentence;
    EXPECT_THAT(error.what(), AllOf(HasSubstr(place_.file.native()), HasSubstr("system's")));
    EXPECT_THAT(error.reason(), HasSubstr(row.sentence));
    EXPECT_EQ(error.reason().find(place_.file.native()), std::string::npos);
  }
}

TEST_F(StartTest, StartsWithAnEmptyFile) {
  place_.folder.write("vitrine.db", "");
  EXPECT_EQ(refusal(), "");
}

TEST_F(StartTest, RefusesFilesThatAreNotItsOwn) {
  struct Row {
    const char* reason;
    std::string sql;
    std::string says;
  };

  const Row rows[] = {
      {"tables of somebody", "CREATE TABLE t (a)", "is a database of another program"},
      {"another id", "PRAGMA application_id = 7", "is a database of another program"},
      {"a version of somebody", "PRAGMA user_version = 1", "is a database of another program"},
      {"a newer version",
       "PRAGMA application_id = " + std::to_string(kApplicationId) + "; PRAGMA user_version = 99",
       "was written by a newer Vitrine (its tables have version 99"},
      {"a version below zero",
       "PRAGMA application_id = " + std::to_string(kApplicationId) + "; PRAGMA user_version = -1",
       "was written by a newer Vitrine"},
  };
  for (const auto& row : rows) {
    prepare(row.sql);
    const auto before = testing::contents(place_.file);
    EXPECT_THAT(refusal(), AllOf(HasSubstr(place_.file.native()), HasSubstr(row.says)))
        << row.reason;
    EXPECT_EQ(testing::contents(place_.file), before) << row.reason << ": nothing is changed";
    fs::remove(place_.file);
  }
}

TEST_F(StartTest, RefusesWhatIsNoDatabase) {
  place_.folder.write("vitrine.db", std::string(8192, 'x'));
  EXPECT_THAT(refusal(),
              AllOf(HasSubstr(place_.file.native()),
                    HasSubstr("The file is not a database"),
                    HasSubstr("choose another file")));
}

TEST_F(StartTest, RefusesADamagedFile) {
  ASSERT_EQ(refusal(), "");
  auto bytes = testing::contents(place_.file);
  for (std::size_t i = 100; i < 4096; ++i) bytes[i] = '\x7f';
  place_.folder.write("vitrine.db", bytes);

  EXPECT_THAT(refusal(),
              AllOf(HasSubstr("The database is damaged"), HasSubstr("restore a backup")));
}

TEST_F(StartTest, RefusesAFolderInPlaceOfTheFile) {
  fs::create_directory(place_.file);
  EXPECT_THAT(refusal(), HasSubstr("The database cannot be opened"));
}

// Root may write everything, so this thread becomes nobody for a while.
class AsNobody {
 public:
  AsNobody() {
    if (::geteuid() == 0) changed_ = ::seteuid(65534) == 0;
  }

  ~AsNobody() {
    if (changed_ && ::seteuid(0) != 0) std::terminate();
  }

  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  bool changed_ = false;
};

TEST_F(StartTest, RefusesAFileThatItMayNotWrite) {
  ASSERT_EQ(refusal(), "");
  fs::permissions(place_.folder.path(), fs::perms::all);
  fs::permissions(place_.file, fs::perms(0444));
  fs::permissions(place_.file.native() + ".lock", fs::perms(0666));
  const AsNobody nobody;

  EXPECT_THAT(refusal(), AllOf(HasSubstr(place_.file.native()), HasSubstr("read-only")));
}

TEST_F(StartTest, RefusesAFolderThatItMayNotWrite) {
  ASSERT_EQ(refusal(), "");
  fs::permissions(place_.folder.path(), fs::perms(0555));
  std::string said;
  {
    const AsNobody nobody;
    said = refusal();
  }
  fs::permissions(place_.folder.path(), fs::perms(0755));

  EXPECT_THAT(said, AllOf(HasSubstr(place_.file.native()), HasSubstr("allowed to write")));
}

TEST_F(StartTest, RefusesAFileThatAnotherWriterHasOpen) {
  const Writer first({.file = place_.file}, metrics_, observe::Log::silent());

  EXPECT_THAT(refusal(),
              AllOf(HasSubstr(place_.file.native()),
                    HasSubstr("another process (" + std::to_string(::getpid()) + ") has it open")));
  const auto reader = Database::open(place_.file, Access::read_only).value();
  EXPECT_TRUE(reader->number("SELECT count(*) FROM tally_log")) << "reading is for everyone";
}

TEST_F(StartTest, WaitsForAWriterThatIsStopping) {
  Writer first({.file = place_.file}, metrics_, observe::Log::silent());
  std::thread stopper([&] { first.stop(); });
  EXPECT_EQ(refusal(std::chrono::seconds{60}), "");
  stopper.join();
}

TEST_F(StartTest, BringsAnOlderFileUpStepByStep) {
  constexpr std::array<std::string_view, 2> kTwo = {
      "CREATE TABLE one (a); INSERT INTO one VALUES (1)", "ALTER TABLE one ADD COLUMN b DEFAULT 2"};
  const auto database = Database::open(place_.file, Access::create).value();
  migrate(*database, place_.file, std::span(kTwo).first(1));
  EXPECT_EQ(database->number("PRAGMA user_version").value(), 1);

  migrate(*database, place_.file, kTwo);
  EXPECT_EQ(database->number("PRAGMA user_version").value(), 2);
  EXPECT_EQ(database->number("SELECT a + b FROM one").value(), 3);
  migrate(*database, place_.file, kTwo);
  EXPECT_EQ(database->number("SELECT count(*) FROM one").value(), 1) << "nothing twice";
  EXPECT_THROW(migrate(*database, place_.file, std::span(kTwo).first(1)), std::runtime_error);
}

TEST_F(StartTest, AStepThatFailsLeavesTheFileAsItWas) {
  constexpr std::array<std::string_view, 1> kFull = {
      "CREATE TABLE one (a); INSERT INTO one VALUES (zeroblob(1000000))"};
  const auto database = Database::open(place_.file, Access::create).value();
  ASSERT_TRUE(database->execute("PRAGMA max_page_count = 8"));

  EXPECT_THROW(migrate(*database, place_.file, kFull), std::runtime_error);
  EXPECT_EQ(database->number("PRAGMA user_version").value(), 0);
  EXPECT_EQ(database->number("SELECT count(*) FROM sqlite_schema").value(), 0);
  EXPECT_FALSE(database->in_transaction());
}

}  // namespace
}  // namespace vitrine::store::sqlite
