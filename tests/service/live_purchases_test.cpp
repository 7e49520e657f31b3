// Sales that are pushed: a reader that comes back has missed nothing, or is told.
#include <set>

#include <gmock/gmock.h>

#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

struct Event {
  std::string id;
  boost::json::object data;
};

class LivePurchases : public Counting {
 protected:
  void sell(int from, int to) {
    for (int i = from; i <= to; ++i) {
      const auto body = R"({"id":"sale-)" + std::to_string(i) +
                        R"(","utc_date":1700000000,"artist_name":"Björk","amount_paid":5})";
      const auto answer =
          ask(vitrine_->status_port(), {.method = "POST", .target = "/purchases", .body = body});
      ASSERT_EQ(answer.status, 201) << answer.body;
    }
  }

  Connection read(const std::string& topics, const std::string& last_id = "") {
    Connection reader(vitrine_->port());
    Headers headers;
    if (!last_id.empty()) headers.emplace_back("Last-Event-ID", last_id);
    reader.send(request_bytes({.target = "/live/events?topics=" + topics, .headers = headers}));
    EXPECT_EQ(reader.read_head().status, 200);
    EXPECT_THAT(reader.read_until("\n\n"), HasSubstr("retry: "));
    return reader;
  }

  static Event next(Connection& reader) {
    const auto text = reader.read_until("\n\n");
    const auto data = text.find("data: ");
    Event event;
    if (text.starts_with("id: ")) event.id = text.substr(4, text.find('\n') - 4);
    event.data = boost::json::parse(text.substr(data + 6)).as_object();
    return event;
  }

  // The ids of an event's purchases.
  static std::set<std::string> sold(const Event& event) {
    std::set<std::string> ids;
    for (const auto& purchase : event.data.at("purchases").as_array()) {
      ids.emplace(purchase.at("id").as_string());
    }
    return ids;
  }

  static std::set<std::string> ids(int from, int to) {
    std::set<std::string> all;
    for (int i = from; i <= to; ++i) all.insert("sale-" + std::to_string(i));
    return all;
  }
};

TEST_F(LivePurchases, ReachAReaderWithTheirPlaceInTheLog) {
  start({{"sales", {{"seen_by_all", true}}}});
  sell(1, 12);
  auto reader = read("purchases");
  const auto first = next(reader);
  EXPECT_EQ(sold(first), ids(3, 12)) << "the ten newest";
  EXPECT_TRUE(first.id.ends_with(":12")) << first.id;
  EXPECT_EQ(first.data.at("offset").as_string(), first.id);
  sell(13, 13);
  const auto second = next(reader);
  EXPECT_EQ(sold(second), ids(4, 13));
  EXPECT_EQ(vitrine_->get("/purchases").header("Vitrine-Offset"), second.id);
}

TEST_F(LivePurchases, AreAllThereForWhoComesBack) {
  start({{"sales", {{"seen_by_all", true}}}});
  sell(1, 3);
  auto reader = read("purchases");
  const auto seen = next(reader);
  reader.reset();
  sell(4, 150);
  for (const bool restarted : {false, true}) {
    if (restarted) {
      vitrine_->stop();
      vitrine_->start();
    }
    auto again = read("purchases", seen.id);
    const auto notice = next(again);
    EXPECT_TRUE(notice.data.at("recovered").as_bool());
    const int last = restarted ? 151 : 150;
    const auto missed = ids(4, last);
    std::set<std::string> got;
    while (got.size() < missed.size()) got.merge(sold(next(again)));
    EXPECT_EQ(got, missed) << (restarted ? "after a restart" : "of the same process");
    sell(last + 1, last + 1);
    EXPECT_TRUE(sold(next(again)).contains("sale-" + std::to_string(last + 1))) << "and goes on";
    again.reset();
  }
}

TEST_F(LivePurchases, SaySoWhenAReaderComesFromElsewhere) {
  start({{"sales", {{"seen_by_all", true}}}});
  sell(1, 2);
  for (const auto* id : {"0123456789abcdef:1", "nonsense"}) {
    auto reader = read("purchases,sales", id);
    bool told = false;
    bool newest = false;
    for (int i = 0; i < 3; ++i) {
      const auto event = next(reader);
      told = told || (event.data.contains("recovered") && !event.data.at("recovered").as_bool());
      newest = newest || (event.data.contains("purchases") && sold(event) == ids(1, 2));
    }
    EXPECT_TRUE(told && newest) << id;
  }
}

TEST_F(LivePurchases, ComeWithASummary) {
  start({{"sales", {{"seen_by_all", true}}}});
  sell(1, 2);
  auto reader = read("sales");
  const auto event = next(reader);
  EXPECT_EQ(event.data.at("topSellers").at("labels").at(0).as_string(), "Björk");
  EXPECT_EQ(event.data.at("purchaseHistory").as_array().size(), 60U);
  EXPECT_EQ(event.id, "") << "a state has nothing to come back for";
}

TEST_F(LivePurchases, AreForThoseWhoMaySeeSales) {
  start({{"operator_key", "correct-horse-battery"}});
  put_july();
  const Headers with_key = {{"Authorization", "Bearer correct-horse-battery"}};
  for (const char* topics : {"purchases", "views:home,sales", "campaign:july1"}) {
    const auto target = std::string("/live/events?topics=") + topics;
    EXPECT_EQ(vitrine_->get(target).status, 403) << topics;
    Connection reader(vitrine_->port());
    reader.send(request_bytes({.target = target, .headers = with_key}));
    EXPECT_EQ(reader.read_head().status, 200) << topics;
  }
}

TEST_F(LivePurchases, OfARushComeInAFewMessages) {
  start({{"sales", {{"seen_by_all", true}}}});
  auto reader = read("purchases");
  next(reader);
  sell(1, 400);
  int messages = 1;
  while (!next(reader).id.ends_with(":400")) ++messages;
  EXPECT_LT(messages, 200);
}

}  // namespace
}  // namespace vitrine::service
