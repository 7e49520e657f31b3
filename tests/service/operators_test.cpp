// What operators see: status, metrics, health, the log, and the events for statsd and graphite.
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/catcher.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

TEST(Operators, ReadTheStatusAsAPageOrAsJson) {
  const Gallery gallery({.configuration = {{"instance", "shop-<1>"}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");
  gallery.vitrine.get("/product/image/shirt/w40.jpg");

  const auto page = gallery.vitrine.status("/status");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.header("Content-Type").starts_with("text/html"));
  EXPECT_NE(page.body.find("shop-&lt;1&gt;"), std::string::npos) << page.body;
  EXPECT_EQ(page.body.find("shop-<1>"), std::string::npos);

  for (const auto& answer : {gallery.vitrine.status("/status?format=json"),
                             gallery.vitrine.status("/status", {{"Accept", "application/json"}})}) {
    EXPECT_TRUE(answer.header("Content-Type").starts_with("application/json"));
    const auto facts = boost::json::parse(answer.body);
    EXPECT_EQ(facts.at("version"), VITRINE_VERSION);
    EXPECT_EQ(facts.at("instance"), "shop-<1>");
    EXPECT_GE(facts.at("uptime_seconds").to_number<int>(), 0);
    EXPECT_EQ(facts.at("processing").to_number<int>(), 0);
    EXPECT_EQ(facts.at("fetching").to_number<int>(), 0);
    EXPECT_EQ(facts.at("pictures").at("rendered").to_number<int>(), 1);
    EXPECT_EQ(facts.at("pictures").at("memory").to_number<int>(), 1);
    EXPECT_EQ(facts.at("cache").at("disk").at("entries").to_number<int>(), 1);
  }
}

TEST(Operators, AskForHealthOnBothPorts) {
  const Gallery gallery;
  for (const char* target : {"/livez", "/readyz", "/ping"}) {
    SCOPED_TRACE(target);
    EXPECT_EQ(gallery.vitrine.status(target).status, 200);
    EXPECT_EQ(gallery.vitrine.get(target).status, 200);
  }
  EXPECT_EQ(gallery.vitrine.metric("vitrine_pictures_requests_total"), 0);
}

TEST(Operators, AreTheOnlyOnesToSeeTheirPages) {
  const Gallery gallery;
  EXPECT_EQ(gallery.vitrine.get("/status").status, 404);
  EXPECT_EQ(gallery.vitrine.get("/metrics").status, 404);
}

TEST(Operators, GetMetricsThatPrometheusCanRead) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");
  gallery.vitrine.get("/product/image/shirt/w40.png");
  gallery.vitrine.get("/product/image/none/w40.jpg");

  const auto answer = gallery.vitrine.status("/metrics");

  EXPECT_TRUE(answer.header("Content-Type").starts_with("text/plain; version=0.0.4"));
  EXPECT_TRUE(answer.body.ends_with('\n'));
  EXPECT_NE(answer.body.find("# TYPE vitrine_pictures_requests_total counter"), std::string::npos);
  const auto requests = [&](const char* label) {
    return gallery.vitrine.metric("vitrine_pictures_requests_total", label);
  };
  EXPECT_EQ(requests("extension=\"jpg\""), 2);
  EXPECT_EQ(requests("extension=\"png\""), 1);
  EXPECT_EQ(requests("namespace=\"product/image\""), 3);
  EXPECT_EQ(gallery.vitrine.metric("vitrine_pictures_failures_total"), 1);
}

TEST(Operators, FindOneLinePerRequestInTheLog) {
  Gallery gallery({.configuration = {{"log", {{"requests", true}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg?token=hunter2");
  gallery.vitrine.get("/product/image/none/w40.jpg");
  const auto log = [&] {
    return gallery.vitrine.process().output() + gallery.vitrine.process().errors();
  };

  // Each shard writes its own lines, so either may come first.
  for (const std::string status : {"status=404", "status=200"}) {
    EXPECT_TRUE(eventually([&] { return log().find(status) != std::string::npos; })) << log();
  }
  EXPECT_NE(log().find("not_found"), std::string::npos) << log();
  EXPECT_EQ(log().find("hunter2"), std::string::npos) << "queries may hold secrets";
}

TEST(Operators, GetLogLinesThatNoClientCanForge) {
  Gallery gallery({.configuration = {{"log", {{"requests", true}}}}});
  gallery.vitrine.get("/product/image/a%20status=999%22/w40.jpg");
  Connection connection{gallery.vitrine.port()};
  connection.send("GET /x HTTP/1.1\r\nHost: a\r\nUser-Agent: \"\x1b[31m status=998\r\n\r\n");
  connection.read_answer();
  const auto log = [&] {
    return gallery.vitrine.process().output() + gallery.vitrine.process().errors();
  };

  ASSERT_TRUE(eventually([&] { return log().find("status=404") != std::string::npos; }));
  EXPECT_EQ(log().find(" status=999"), std::string::npos) << log();
  EXPECT_EQ(log().find('\x1b'), std::string::npos);
}

TEST(Events, OfTheOldNamesReachStatsd) {
  const DatagramCatcher statsd;
  const Gallery gallery(
      {.configuration = {{"statsd", {{"host", "127.0.0.1"}, {"port", statsd.port()}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");
  gallery.vitrine.get("/product/image/none/w40.jpg");

  for (const char* name : {"image_request:",
                           "image_request.jpg:",
                           "image_request_fail:",
                           "original_downloaded:",
                           "original_unavailable:"}) {
    EXPECT_TRUE(eventually([&] { return statsd.received().find(name) != std::string::npos; }))
        << name << " in " << statsd.received();
  }
  EXPECT_NE(statsd.received().find("|c"), std::string::npos);
}

TEST(Events, OfTheOldNamesReachGraphite) {
  const StreamCatcher graphite;
  const Gallery gallery(
      {.configuration = {{"graphite", {{"host", "127.0.0.1"}, {"port", graphite.port()}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");
  gallery.vitrine.get("/product/image/none/w40.jpg");

  for (const char* name : {"stats.image_server.image_request ",
                           "stats.image_server.image_request.jpg ",
                           "stats.image_server.image_request_fail ",
                           "stats.image_server.original_downloaded ",
                           "stats.image_server.original_unavailable "}) {
    EXPECT_TRUE(eventually([&] { return graphite.received().find(name) != std::string::npos; }))
        << name << " in " << graphite.received();
  }
}

TEST(Events, ThatNobodyTakesHoldUpNothing) {
  const auto nobody = free_port();
  const Gallery gallery(
      {.configuration = {{"statsd", {{"host", "127.0.0.1"}, {"port", nobody}}},
                         {"graphite", {{"host", "127.0.0.1"}, {"port", nobody}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  for (int width = 10; width < 30; ++width) {
    EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w" + std::to_string(width) + ".jpg").status,
              200);
  }
}

}  // namespace
}  // namespace vitrine::service
