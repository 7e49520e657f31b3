// `vitrine key` and `vitrine account`, while a server has the store and while none has.
#include <gmock/gmock.h>

#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Keys : public Counting {
 protected:
  Finished vitrine(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"-e", "test"});
    return run(
        {.program = vitrine_program(), .arguments = std::move(arguments), .folder = home_.path()});
  }

  // The text of a new key.
  std::string create(const std::string& scopes) const {
    const auto made = vitrine({"key", "create", "till 1", "--scopes", scopes});
    EXPECT_EQ(made.code, 0) << made.errors;
    EXPECT_TRUE(made.output.starts_with("vk_")) << made.output;
    return made.output.substr(0, made.output.find('\n'));
  }

  int status(const std::string& key, const std::string& target = "/campaigns") const {
    return vitrine_->get(target, {{"Authorization", "Bearer " + key}}).status;
  }
};

TEST_F(Keys, WorkWhileTheServerRuns) {
  start();
  const auto reads = create("read");
  const auto operates = create("operator");
  EXPECT_EQ(status(reads), 200);
  EXPECT_EQ(status(reads, "/account/keys"), 403);
  EXPECT_EQ(status(operates, "/account/keys"), 200);

  const auto listed = vitrine({"key", "list"});
  EXPECT_THAT(listed.output, HasSubstr("till 1"));
  EXPECT_THAT(listed.output, Not(HasSubstr(reads)));
  const auto line = listed.output.find(" read ");
  const auto begin = listed.output.rfind('\n', line) + 1;
  const auto id = listed.output.substr(begin, 16);
  EXPECT_EQ(vitrine({"key", "revoke", id}).code, 0) << id;
  EXPECT_TRUE(eventually([&] { return status(reads) == 401; })) << "within seconds";
  EXPECT_EQ(status(operates, "/account/keys"), 200);
}

TEST_F(Keys, WorkWhileItDoesNot) {
  home_.write("config/test.json", "{}");
  const auto early = create("operator");
  start({{"store", "sqlite:data/vitrine.db"}});
  EXPECT_EQ(status(early, "/account/keys"), 200);
  vitrine_->stop();
  const auto later = create("read");
  vitrine_->start();
  EXPECT_EQ(status(later), 200);
}

TEST_F(Keys, LoseNothingOfWhatIsCountedMeanwhile) {
  start();
  for (int i = 1; i <= 20; ++i) {
    EXPECT_EQ(number(post("/views/home"), "total"), i);
    if (i % 5 == 0) create("read");
  }
  vitrine_->stop();
  vitrine_->start();
  EXPECT_EQ(number(post("/views/home"), "total"), 21);
}

TEST_F(Keys, AreRefusedWithTheirReason) {
  home_.write("config/test.json", "{}");

  struct Row {
    const char* reason;
    std::vector<std::string> arguments;
    const char* says;
  };

  const Row rows[] = {{"no word", {"key"}, "use create"},
                      {"no scopes", {"key", "create", "x"}, "use create"},
                      {"no such scope", {"key", "create", "x", "--scopes", "all"}, "all"},
                      {"no name", {"key", "create", "", "--scopes", "read"}, "empty"},
                      {"no such key", {"key", "revoke", "nothing"}, "no key nothing"},
                      {"no such word", {"account", "dance"}, "use list"},
                      {"nobody", {"account", "role", "anna", "operator"}, "anna"},
                      {"no such role", {"account", "role", "anna", "king"}, "king"}};
  for (const auto& row : rows) {
    const auto ended = vitrine(row.arguments);
    EXPECT_EQ(ended.code, 2) << row.reason;
    EXPECT_THAT(ended.errors, HasSubstr(row.says)) << row.reason;
    EXPECT_EQ(ended.output, "") << row.reason;
  }
}

TEST_F(Keys, AreNotMadeInAFileOfSomethingElse) {
  home_.write("config/test.json", "{}");
  home_.write("data/vitrine.db", "this is no database, and long enough to be seen as none");
  const auto ended = vitrine({"key", "list"});
  EXPECT_NE(ended.code, 0);
  EXPECT_THAT(ended.errors, HasSubstr("vitrine.db"));
}

TEST_F(Keys, AndPeopleAreSeenAndRaised) {
  const auto& server = start({{"accounts", {{"registration", "open"}}}});
  const auto joined = ask(server.port(),
                          {.method = "POST",
                           .target = "/account/register",
                           .headers = {{"Content-Type", "application/json"}},
                           .body = R"({"username":"Änna","password":"a fine password"})"});
  ASSERT_EQ(joined.status, 200) << joined.body;
  const auto cookie = joined.header("Set-Cookie");
  const std::pair<std::string, std::string> session = {"Cookie",
                                                       cookie.substr(0, cookie.find(';'))};
  EXPECT_THAT(vitrine({"account", "list"}).output, HasSubstr("viewer    Änna"));
  EXPECT_EQ(server.get("/account/keys", {session}).status, 403);
  EXPECT_EQ(vitrine({"account", "role", "äNNA", "operator"}).code, 0);
  EXPECT_TRUE(eventually([&] { return server.get("/account/keys", {session}).status == 200; }));
}

}  // namespace
}  // namespace vitrine::service
