#include "endpoints/purchases.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/room.h"
#include "await/await.h"
#include "endpoints/asked.h"
#include "endpoints/memory_sales.h"
#include "feed/purchase_json.h"
#include "sales/sample.h"

namespace vitrine::endpoints {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PurchasesTest : public ::testing::Test {
 protected:
  PurchasesTest() {
    purchases_.add_public_routes(public_, access_);
    purchases_.add_operator_routes(operators_);
  }

  Answered get(std::string target, std::vector<http::HeaderField> headers = {}) {
    headers.push_back({"Authorization", "Bearer secret"});
    return ask(public_, {http::Method::get, std::move(target), {}, std::move(headers)});
  }

  Answered post(std::string body, std::vector<http::HeaderField> headers = {}) {
    return ask(operators_,
               {.method = http::Method::post,
                .target = "/purchases",
                .body = std::move(body),
                .headers = std::move(headers)});
  }

  static std::string json_of(const sales::Purchase& purchase) {
    std::string json;
    feed::append_purchase(json, purchase);
    return json;
  }

  ManualClock clock_;
  observe::Metrics metrics_;
  Pool pool_{{.name = "files"}};
  sales::MemorySales store_;
  sales::Sales sales_{store_, store_, clock_, metrics_};
  accounts::MemoryStore account_store_;
  accounts::Accounts accounts_{accounts::cheap(),
                               account_store_,
                               clock_,
                               crypto::random_bytes,
                               metrics_,
                               observe::Log::silent()};
  Access access_{{.operator_key = "secret"}, accounts_};
  Purchases purchases_{{}, sales_, pool_, clock_};
  http::Router public_;
  http::Router operators_;
};

TEST_F(PurchasesTest, AnswersWithOffsetAndEpochAfterTheCommit) {
  const auto two = json_of(sales::sample("a")) + "\n" + json_of(sales::sample("b"));
  const auto first = post(two);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.body,
            R"({"offset":2,"epoch":"0123456789abcdef","purchases":[)"
            R"({"id":"a","offset":1,"was_there":false},{"id":"b","offset":2,"was_there":false}]})"
            "\n");
  EXPECT_THAT(first.headers, HasSubstr("Vitrine-Offset: 0123456789abcdef:2\r\n"));
  const auto again = post("[" + json_of(sales::sample("b")) + "]");
  EXPECT_EQ(again.status, 201);
  EXPECT_THAT(again.body, HasSubstr(R"({"id":"b","offset":2,"was_there":true})"));
}

TEST_F(PurchasesTest, TakesAThousandInOneCall) {
  std::string body;
  for (int i = 0; i < 1000; ++i) body += json_of(sales::sample("id" + std::to_string(i))) + "\n";
  EXPECT_EQ(post(body).status, 201);
  EXPECT_EQ(sales_.last().offset, 1000u);
}

TEST_F(PurchasesTest, AsksForTheKeyOnThePublicPort) {
  const auto with_key = [&](std::string_view key) {
    return ask(public_,
               {.method = http::Method::post,
                .target = "/purchases",
                .body = json_of(sales::sample()),
                .headers = {{"Authorization", key}}})
        .status;
  };
  EXPECT_EQ(with_key("Bearer wrong"), 401);
  EXPECT_EQ(with_key("secret"), 401);
  EXPECT_EQ(sales_.last().offset, 0u);
  EXPECT_EQ(with_key("Bearer secret"), 201);
}

TEST_F(PurchasesTest, TakesAKeyThatMayReportAndShowsItNothing) {
  const auto made =
      vitrine::testing::await(accounts_.keys.create("till 1", {accounts::Right::write_purchases}));
  const auto till = "Bearer " + made->text;
  EXPECT_EQ(ask(public_,
                {.method = http::Method::post,
                 .target = "/purchases",
                 .body = json_of(sales::sample()),
                 .headers = {{"Authorization", till}}})
                .status,
            201);
  EXPECT_EQ(ask(public_, {http::Method::get, "/purchases", {}, {{"Authorization", till}}}).status,
            403);
  EXPECT_EQ(ask(public_, {http::Method::get, "/purchases", {}, {}}).status, 401);
}

TEST_F(PurchasesTest, RefusesTheWholeCallForOneBadPurchase) {
  auto bad = sales::sample("b");
  bad.amount_paid = -1;
  const auto refused = post(json_of(sales::sample("a")) + json_of(bad));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Purchase 2 (id \"b\"): amount_paid"));
  EXPECT_EQ(sales_.last().offset, 0u);
}

TEST_F(PurchasesTest, SaysWhatIsWrong) {
  struct Row {
    std::string_view why;
    std::string body;
    int status;
    std::string_view message;
  };

  auto other = sales::sample("a");
  other.artist_name = "Somebody else";
  ASSERT_EQ(post(json_of(sales::sample("a"))).status, 201);
  const Row rows[] = {
      {"no body", "", 400, "Malformed JSON at line 1, column 1"},
      {"nothing in it", "[]", 400, "There are 0 purchases; 1 to 1000 go into one call"},
      {"cut off", "[" + json_of(sales::sample()), 400, "expected ',' or ']'"},
      {"the id of another one", json_of(other), 409, "the id a"},
      {"no id", json_of(sales::sample("")), 400, "Purchase 1: id is missing"},
  };
  for (const auto& row : rows) {
    const auto answer = post(row.body);
    EXPECT_EQ(answer.status, row.status) << row.why;
    EXPECT_THAT(answer.body, HasSubstr(row.message)) << row.why;
  }
}

TEST_F(PurchasesTest, DoesWhatHasAKeyOnce) {
  const auto body = json_of(sales::sample(""));
  const auto first = post(body, {{"Idempotency-Key", "call-1"}});
  EXPECT_EQ(first.status, 201);
  EXPECT_THAT(first.headers, Not(HasSubstr("Idempotency-Replayed")));
  const auto again = post(body, {{"Idempotency-Key", "call-1"}});
  EXPECT_EQ(again.status, 201);
  EXPECT_THAT(again.headers, HasSubstr("Idempotency-Replayed: true\r\n"));
  EXPECT_THAT(again.body, HasSubstr("\"was_there\":true"));
  EXPECT_EQ(sales_.last().offset, 1u);
  EXPECT_EQ(post(json_of(sales::sample("x")), {{"Idempotency-Key", "call-1"}}).status, 422);
  EXPECT_EQ(post(body, {{"Idempotency-Key", "call-2"}}).status, 201);
  EXPECT_EQ(sales_.last().offset, 2u);
}

TEST_F(PurchasesTest, RefusesKeysThatAreNone) {
  const std::string long_key(256, 'k');
  for (const std::string_view key : {"", "tab\there", "é", long_key.c_str()}) {
    EXPECT_EQ(post(json_of(sales::sample()), {{"Idempotency-Key", key}}).status, 400) << key;
  }
}

TEST_F(PurchasesTest, ShowsTheNewestUnderBothPrefixes) {
  for (int i = 0; i < 12; ++i) {
    auto purchase = sales::sample("id" + std::to_string(i));
    purchase.at += std::chrono::seconds(i);
    ASSERT_EQ(post(json_of(purchase)).status, 201);
  }
  const auto newest = get("/purchases");
  EXPECT_EQ(newest.status, 200);
  EXPECT_TRUE(newest.body.starts_with(R"([{"id":"id11","offset":12,)"));
  EXPECT_THAT(newest.body, Not(HasSubstr("\"id1\"")));
  EXPECT_EQ(get("/purchase/purchases").body, newest.body);
  EXPECT_THAT(get("/purchases?limit=100").body, HasSubstr("\"id0\""));
}

TEST_F(PurchasesTest, FindsByEveryWord) {
  ASSERT_EQ(post(json_of(sales::sample())).status, 201);
  for (const auto* const term : {"bjork", "homo", "ICELAND+bj%C3%B6rk", "vinyl%20limited", "b"}) {
    EXPECT_THAT(get("/purchases/search?term=" + std::string(term)).body, HasSubstr("sale-1"))
        << term;
  }
  for (const auto* const term : {"bj%C3%B6rks", "%22", "*", "--12", "%F0%9F%98%80", ""}) {
    const auto answer = get("/purchase/search?term=" + std::string(term));
    EXPECT_EQ(answer.status, 200) << term;
    EXPECT_EQ(answer.body, "[]\n") << term;
  }
  EXPECT_EQ(get("/purchases/search").status, 400);
  EXPECT_EQ(get("/purchases/search?term=%00").status, 400);
  EXPECT_EQ(get("/purchases/search?term=" + std::string(300, 'a')).status, 400);
  EXPECT_EQ(get("/purchases/search?term=a&limit=0").status, 400);
}

TEST_F(PurchasesTest, SaysWhenASearchWasEnded) {
  ASSERT_EQ(post(json_of(sales::sample())).status, 201);
  store_.cut = true;
  EXPECT_THAT(get("/purchases/search?term=b").headers, HasSubstr("Vitrine-Search-Cut: true\r\n"));
}

TEST_F(PurchasesTest, CountsTheLastHourByTheMinute) {
  ASSERT_EQ(post(json_of(sales::sample())).status, 201);
  const auto counts = get("/purchases/history").body;
  EXPECT_EQ(std::ranges::count(counts, 'x'), 60);
  EXPECT_TRUE(counts.ends_with("{\"x\":1699999980000,\"y\":1}]\n")) << counts;
  const auto revenue = get("/purchase/history?value=revenue&from=1699999980000&to=1700000000001");
  EXPECT_EQ(revenue.body, "[{\"x\":1699999980000,\"y\":27.81}]\n");
  EXPECT_EQ(get("/purchases/history?from=2023-11-14T22:13:00Z&to=2023-11-14T22:14:00Z").body,
            "[{\"x\":1699999980000,\"y\":1}]\n");
}

TEST_F(PurchasesTest, NamesWhatIsWrongWithAHistory) {
  for (const auto* const query : {"bucket=year",
                                  "value=profit",
                                  "from=yesterday",
                                  "to=-5",
                                  "from=99999999999999999999",
                                  "from=1700000000000&to=1600000000000"}) {
    EXPECT_EQ(get("/purchases/history?" + std::string(query)).status, 400) << query;
  }
}

TEST_F(PurchasesTest, RanksSellersWithExactSums) {
  auto other = sales::sample("b");
  other.artist_name = "Say \"hi\"";
  other.amount_paid_usd = 5;
  ASSERT_EQ(post(json_of(sales::sample("a")) + json_of(other)).status, 201);
  EXPECT_EQ(get("/purchases/top-sellers").body,
            R"({"labels":["Björk","Say \"hi\""],"series":[27.81,0.05]})"
            "\n");
  EXPECT_EQ(get("/purchase/top-sellers?limit=1").body,
            R"({"labels":["Björk"],"series":[27.81]})"
            "\n");
}

TEST_F(PurchasesTest, SendsNothingToWhoHasIt) {
  ASSERT_EQ(post(json_of(sales::sample())).status, 201);
  for (const auto* const target :
       {"/purchases", "/purchases/history", "/purchases/top-sellers", "/purchases/search?term=b"}) {
    const auto etag = get(target).etag();
    const auto again = get(target, {{"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304) << target;
    EXPECT_EQ(again.body, "") << target;
    EXPECT_THAT(again.headers, HasSubstr("Vitrine-Offset: 0123456789abcdef:1\r\n")) << target;
  }
  const auto etag = get("/purchases").etag();
  const auto reads = store_.reads;
  EXPECT_EQ(get("/purchases", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(store_.reads, reads);
  ASSERT_EQ(post(json_of(sales::sample("b"))).status, 201);
  EXPECT_EQ(get("/purchases", {{"If-None-Match", etag}}).status, 200);
  const auto history = get("/purchases/history").etag();
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(get("/purchases/history", {{"If-None-Match", history}}).status, 200);
}

}  // namespace
}  // namespace vitrine::endpoints
