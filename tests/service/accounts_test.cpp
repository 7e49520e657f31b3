// Accounts, sessions and keys over real sockets.
#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The cookies that a browser would keep.
struct Jar {
  std::string session;
  std::string refresh;

  void take(const Answer& answer) {
    for (const auto& [name, value] : answer.headers) {
      if (name != "Set-Cookie" && name != "set-cookie") continue;
      const auto end = value.find(';');
      if (value.starts_with("vitrine-session=")) session = value.substr(0, end);
      if (value.starts_with("vitrine-refresh=")) refresh = value.substr(0, end);
    }
  }

  std::pair<std::string, std::string> header() const {
    return {"Cookie", session + "; " + refresh};
  }
};

class People : public Counting {
 protected:
  const Vitrine& open_to_all() { return start({{"accounts", {{"registration", "open"}}}}); }

  Answer post_json(const std::string& target, const std::string& body, Headers headers = {}) const {
    headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("Accept", "application/json");
    return ask(vitrine_->port(),
               {.method = "POST", .target = target, .headers = std::move(headers), .body = body});
  }

  Answer post_form(const std::string& target, const std::string& body, Headers headers = {}) const {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return ask(vitrine_->port(),
               {.method = "POST", .target = target, .headers = std::move(headers), .body = body});
  }

  static std::string credentials(const std::string& name,
                                 const std::string& password = "a fine password") {
    return R"({"username":")" + name + R"(","password":")" + password + "\"}";
  }

  Jar join(const std::string& name) const {
    const auto answer = post_json("/account/register", credentials(name));
    EXPECT_EQ(answer.status, 200) << answer.body;
    Jar jar;
    jar.take(answer);
    return jar;
  }

  int account(const Jar& jar) const { return vitrine_->get("/account", {jar.header()}).status; }
};

TEST_F(People, RegisterLogInAndLogOut) {
  const auto& vitrine = open_to_all();
  EXPECT_EQ(vitrine.get("/account").status, 401);
  const auto registered = post_json("/account/register", credentials("Anna"));
  EXPECT_EQ(registered.status, 200);
  EXPECT_EQ(facts(registered).at("name"), "Anna");
  EXPECT_EQ(facts(registered).at("role"), "viewer");
  EXPECT_EQ(registered.count("Set-Cookie"), 2);
  EXPECT_THAT(registered.header("Set-Cookie"), HasSubstr("; Path=/; HttpOnly; SameSite=Lax"));
  EXPECT_THAT(registered.header("Cache-Control"), HasSubstr("no-store"));

  const auto entered = post_form("/account/login", "username=anna&password=a+fine+password");
  EXPECT_EQ(entered.status, 302);
  EXPECT_EQ(entered.header("Location"), "/");
  Jar jar;
  jar.take(entered);
  const auto shown = vitrine.get("/account", {jar.header()});
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(facts(shown).at("name"), "Anna");

  const auto left = post_json("/account/logout", "{}", {jar.header()});
  EXPECT_EQ(left.status, 200);
  EXPECT_THAT(left.header("Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(account(jar), 401);
  EXPECT_EQ(post_json("/account/refresh", "{}", {jar.header()}).status, 401);
}

TEST_F(People, ReadNoLongerWhatIsPushedOnceTheirSessionIsOver) {
  open_to_all();
  const auto jar = join("anna");
  const auto read = [&](const char* target, Headers headers) {
    Connection reader(vitrine_->port());
    headers.push_back(jar.header());
    reader.send(request_bytes({.target = target, .headers = std::move(headers)}));
    return reader;
  };
  auto events = read("/live/events?topics=purchases", {});
  auto socket = read("/live?topics=sales",
                     {{"Connection", "Upgrade"},
                      {"Upgrade", "websocket"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
  auto open = read("/live/events?topics=views:home", {});
  EXPECT_EQ(events.read_head().status, 200);
  EXPECT_EQ(socket.read_head().status, 101);
  EXPECT_EQ(open.read_head().status, 200);
  EXPECT_EQ(post_json("/account/logout", "{}", {jar.header()}).status, 200);
  EXPECT_TRUE(events.read_to_end());
  EXPECT_THAT(socket.read_until("Log in again"), HasSubstr("\x03\xf0")) << "close code 1008";
  post("/views/home");
  EXPECT_THAT(open.read_until("\"total\":1"), HasSubstr("views:home")) << "is for everybody";
}

TEST_F(People, AreToldWhatIsWrong) {
  open_to_all();
  join("anna");

  struct Row {
    const char* reason;
    const char* target;
    std::string body;
    int status;
    const char* says;
  };

  const Row rows[] = {
      {"no password", "/account/register", R"({"username":"x"})", 422, "8 characters"},
      {"S1 took these", "/account/register", credentials("", ""), 422, "empty"},
      {"a common one", "/account/register", credentials("x", "password1"), 422, "guessed first"},
      {"their name", "/account/register", credentials("Berta Meier", "berta meier"), 422, "name"},
      {"a name twice", "/account/register", credentials("ANNA"), 422, "User already exists"},
      {"no text", "/account/login", R"({"username":"anna","password":5})", 400, "must be a text"},
      {"no JSON", "/account/login", "{", 400, "no JSON object"},
      {"a wrong password",
       "/account/login",
       credentials("anna", "wrong password"),
       401,
       "Login failed, invalid user credentials"},
      {"nobody",
       "/account/login",
       credentials("nobody", "wrong password"),
       401,
       "Login failed, invalid user credentials"},
      {"nothing", "/account/refresh", "{}", 401, "log in again"}};
  for (const auto& row : rows) {
    const auto answer = post_json(row.target, row.body);
    EXPECT_EQ(answer.status, row.status) << row.reason;
    EXPECT_THAT(answer.body, HasSubstr(row.says)) << row.reason;
    EXPECT_FALSE(answer.has("Set-Cookie") && row.status != 401) << row.reason;
  }
  EXPECT_EQ(post_json("/account/login", std::string(20'000, ' ')).status, 413);
}

TEST_F(People, HavePagesThatNeedNoScript) {
  const auto& vitrine = open_to_all();
  const Headers browser = {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  const auto login = vitrine.get("/login?next=/campaigns", browser);
  EXPECT_EQ(login.status, 200);
  EXPECT_THAT(login.body, HasSubstr(R"(action="/account/login")"));
  EXPECT_THAT(login.body, HasSubstr(R"(name="next" value="/campaigns")"));
  EXPECT_THAT(login.body, Not(HasSubstr("<script")));
  EXPECT_THAT(login.header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(vitrine.get("/login?next=//evil.example", browser).body, Not(HasSubstr("evil")));
  EXPECT_THAT(vitrine.get("/register", browser).body, HasSubstr(R"(action="/account/register")"));

  const auto wrong = post_form(
      "/account/login", "username=%22%3E%3Cscript%3E&password=wrong+one&next=/campaigns", browser);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, HasSubstr("Login failed, invalid user credentials"));
  EXPECT_THAT(wrong.body, HasSubstr(R"(value="&quot;&gt;&lt;script&gt;")"));
  EXPECT_THAT(wrong.body, HasSubstr(R"(name="next" value="/campaigns")"));
  EXPECT_THAT(wrong.body, Not(HasSubstr("wrong one")));

  const auto joined = post_form(
      "/account/register", "username=anna&password=a+fine+password&next=/campaigns", browser);
  EXPECT_EQ(joined.status, 302);
  EXPECT_EQ(joined.header("Location"), "/campaigns");
  const auto elsewhere = post_form(
      "/account/login", "username=anna&password=a+fine+password&next=//evil.example", browser);
  EXPECT_EQ(elsewhere.header("Location"), "/");
  const auto guarded = vitrine.get("/campaigns", browser);
  EXPECT_EQ(guarded.status, 302);
  EXPECT_EQ(guarded.header("Location"), "/login?next=/campaigns");
}

TEST_F(People, AreNotLoggedInByOtherSites) {
  open_to_all();
  const auto jar = join("anna");
  for (const char* target :
       {"/account/login", "/account/register", "/account/logout", "/account/refresh"}) {
    EXPECT_EQ(post_form(target,
                        "username=anna&password=a+fine+password",
                        {jar.header(), {"Sec-Fetch-Site", "cross-site"}})
                  .status,
              403)
        << target;
    EXPECT_EQ(post_form(target, "", {jar.header(), {"Origin", "https://evil.example"}}).status, 403)
        << target;
  }
  EXPECT_EQ(account(jar), 200);
}

TEST_F(People, OnlyTheFirstByDefault) {
  const auto& vitrine = start();
  const auto first = post_json("/account/register", credentials("anna"));
  EXPECT_EQ(facts(first).at("role"), "operator");
  EXPECT_EQ(post_json("/account/register", credentials("berta")).status, 403);
  Jar jar;
  jar.take(first);
  EXPECT_EQ(
      ask(vitrine.port(), {.method = "PUT", .target = "/campaigns/july", .headers = {jar.header()}})
          .status,
      201)
      << "the operator's session does what the operators' key did";
}

TEST_F(People, SurviveARestart) {
  open_to_all();
  const auto jar = join("anna");
  const auto made = post_json("/account/register", credentials("berta"));
  vitrine_->stop();
  vitrine_->start();
  EXPECT_EQ(account(jar), 200);
  EXPECT_EQ(post_json("/account/login", credentials("anna")).status, 200);
}

TEST_F(People, SeeAndEndTheirSessions) {
  const auto& vitrine = open_to_all();
  const auto here = join("anna");
  Jar there;
  there.take(post_json("/account/login", credentials("anna"), {{"User-Agent", "a phone"}}));
  const auto listed =
      boost::json::parse(vitrine.get("/account/sessions", {here.header()}).body).as_array();
  ASSERT_EQ(listed.size(), 2U);
  std::string phone;
  for (const auto& session : listed) {
    const bool other = session.at("user_agent") == "a phone";
    EXPECT_EQ(session.at("current"), !other);
    EXPECT_EQ(session.at("address"), "127.0.0.1");
    if (other) phone = session.at("id").as_string();
  }
  const auto end = "/account/sessions/" + phone + "/end";
  EXPECT_EQ(account(there), 200);
  EXPECT_EQ(post_json(end, "{}", {join("berta").header()}).status, 404) << "not hers";
  EXPECT_EQ(post_json(end, "{}", {here.header()}).status, 200);
  EXPECT_EQ(account(there), 401) << "at once";
  EXPECT_EQ(account(here), 200);
  EXPECT_EQ(post_json(end, "{}", {here.header()}).status, 404);
}

TEST_F(People, AreRefreshedAndAStolenTokenEndsTheSession) {
  start({{"accounts", {{"registration", "open"}}}});
  const auto stolen = join("anna");
  Jar owner;
  owner.take(post_json("/account/refresh", "{}", {stolen.header()}));
  EXPECT_NE(owner.refresh, stolen.refresh);
  EXPECT_EQ(account(owner), 200);
  // The grace is five seconds by the clock of the process, which a test cannot move.
  ASSERT_TRUE(eventually([&] { return account(stolen) == 401; }));
  const auto thief = post_json("/account/refresh", "{}", {stolen.header()});
  EXPECT_EQ(thief.status, 401);
  EXPECT_THAT(thief.header("Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(account(owner), 401);
  EXPECT_EQ(post_json("/account/refresh", "{}", {owner.header()}).status, 401);
  EXPECT_EQ(vitrine_->metric("vitrine_accounts_refreshes_total", R"(result="reused")"), 1);
}

TEST_F(People, CannotGuessAThousandPasswords) {
  open_to_all();
  join("anna");
  int wrong = 0;
  int throttled = 0;
  Connection connection(vitrine_->port());
  for (int i = 0; i < 1000; ++i) {
    const auto answer =
        connection.ask({.method = "POST",
                        .target = "/account/login",
                        .headers = {{"Content-Type", "application/json"}},
                        .body = credentials("anna", "guess number " + std::to_string(i))});
    if (answer.status == 401) ++wrong;
    if (answer.status == 429) {
      ++throttled;
      EXPECT_FALSE(answer.header("Retry-After").empty());
    }
  }
  EXPECT_EQ(wrong + throttled, 1000);
  EXPECT_LE(wrong, 10);
  EXPECT_EQ(vitrine_->metric("vitrine_accounts_logins_total", R"(result="throttled")"), throttled);
}

TEST_F(People, TwoHundredAtOnceAreBounded) {
  start({{"accounts", {{"registration", "open"}, {"hash_threads", 1}, {"hash_queue", 10}}}});
  join("anna");
  std::vector<std::jthread> all;
  std::atomic<int> refused{0};
  std::atomic<int> answered{0};
  for (int i = 0; i < 200; ++i) {
    all.emplace_back([&, i] {
      const auto answer =
          post_json("/account/login", credentials("person " + std::to_string(i), "a wrong guess"));
      if (answer.status == 503 && !answer.header("Retry-After").empty()) ++refused;
      if (answer.status == 401 || answer.status == 429) ++answered;
    });
  }
  all.clear();
  EXPECT_EQ(refused + answered, 200);
  EXPECT_EQ(vitrine_->metric("vitrine_accounts_hashes_refused_total"), refused);
}

TEST_F(People, OperatorsMakeAndRevokeKeys) {
  const auto& vitrine = start();
  const auto boss = join("anna");
  const auto made = post_json(
      "/account/keys", R"({"name":"till 1","scopes":"purchases:write, read"})", {boss.header()});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string text(facts(made).at("key").as_string());
  const std::string id(facts(made).at("id").as_string());
  EXPECT_TRUE(text.starts_with("vk_"));
  const Headers with_key = {{"Authorization", "Bearer " + text}};
  const auto shown = vitrine.get("/account", with_key);
  EXPECT_EQ(facts(shown).at("key"), "till 1");
  EXPECT_EQ(facts(shown).at("scopes"), "read purchases:write");
  EXPECT_EQ(vitrine.get("/campaigns", with_key).status, 200);
  EXPECT_EQ(vitrine.get("/account/keys", with_key).status, 403) << "no operator";
  EXPECT_EQ(
      ask(vitrine.port(), {.method = "PUT", .target = "/campaigns/x", .headers = with_key}).status,
      403);

  const auto listed = vitrine.get("/account/keys", {boss.header()});
  EXPECT_THAT(listed.body, HasSubstr("till 1"));
  EXPECT_THAT(listed.body, Not(HasSubstr(text)));
  EXPECT_EQ(post_json("/account/keys/" + id + "/revoke", "{}", {boss.header()}).status, 200);
  EXPECT_EQ(vitrine.get("/account", with_key).status, 401) << "at once";
  EXPECT_EQ(post_json("/account/keys/nothing/revoke", "{}", {boss.header()}).status, 404);
  EXPECT_EQ(post_json("/account/keys", R"({"name":"x","scopes":"all"})", {boss.header()}).status,
            422);
}

}  // namespace
}  // namespace vitrine::service
