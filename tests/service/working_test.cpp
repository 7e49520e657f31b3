// `vitrine work`: jobs are done in processes of their own.
#include <csignal>
#include <fstream>

#include <gmock/gmock.h>

#include "redis_server/redis_server.h"
#include "service/harness/counting.h"
#include "service/harness/form.h"
#include "service/harness/picture.h"
#include "service/harness/process.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

class Working : public Counting {
 protected:
  void start_server(bool works) {
    start({{"jobs",
            {{"store", "redis://127.0.0.1:" + std::to_string(redis_.address().port) + "/1"},
             {"workers", works}}}});
  }

  Launch work(std::vector<std::string> flags = {}) const {
    flags.insert(flags.begin(), {"work", "-e", "test"});
    return {.program = vitrine_program(), .arguments = std::move(flags), .folder = home_.path()};
  }

  // The address of its thumbnail.
  std::string upload(const std::string& name) const {
    const auto answer =
        ask(vitrine_->port(), upload_of({.bytes = photograph(640, 480), .name = name}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return std::string(facts(answer).at("thumbnail").as_string());
  }

  testing::RedisServer redis_;
};

TEST_F(Working, BesideAServerThatDoesNoJobsItself) {
  start_server(false);
  const auto thumbnail = upload("cat.jpg");
  EXPECT_EQ(vitrine_->get(thumbnail + "?wait=1").status, 404) << "nobody does it";
  Process worker(work({"--concurrency", "2", "--queues", "other,requestQueue"}));
  const auto made = vitrine_->get(thumbnail + "?wait=20");
  ASSERT_EQ(made.status, 200) << made.body << worker.output() << worker.errors();
  EXPECT_EQ(look_at(made.body)->width, 100);
  const auto queues = facts(vitrine_->status("/queues"));
  EXPECT_EQ(queues.at("workers").as_array().size(), 2U);
  // It wakes at once for the next one.
  EXPECT_EQ(vitrine_->get(upload("dog.jpg") + "?wait=20").status, 200);
  worker.signal(SIGTERM);
  EXPECT_EQ(worker.wait(), 0) << worker.output() << worker.errors();
  EXPECT_TRUE(eventually(
      [&] { return facts(vitrine_->status("/queues")).at("workers").as_array().empty(); }));
}

TEST_F(Working, GoesOnAfterRedisWasAway) {
  start_server(false);
  Process worker(work());
  EXPECT_EQ(vitrine_->get(upload("one.jpg") + "?wait=20").status, 200);
  redis_.kill();
  redis_.start();
  // Refused until it is there again: whether it has heard of a job is not known.
  const auto picture = photograph(640, 480);
  Answer taken;
  EXPECT_TRUE(eventually([&] {
    taken = ask(vitrine_->port(), upload_of({.bytes = picture, .name = "two.jpg"}));
    return taken.status == 200;
  })) << taken.body;
  const auto thumbnail = std::string(facts(taken).at("thumbnail").as_string());
  EXPECT_EQ(vitrine_->get(thumbnail + "?wait=30").status, 200) << worker.output();
}

TEST_F(Working, ThroughABatchThatEveryWorkerHelpsWith) {
  start_server(false);
  for (const auto* id : {"a", "b", "c"}) {
    std::ofstream(home_.path() / (std::string(id) + ".jpg"), std::ios::binary)
        << photograph(320, 240);
  }
  auto batch = work();
  batch.arguments = {"batch",
                     "-e",
                     "test",
                     "--namespaces",
                     R"({"shop":{"origin":"file:{id}.jpg"}})",
                     "--namespace",
                     "shop",
                     "--sizes",
                     "w50.jpg,w60.webp",
                     "-"};
  batch.input = "a\nb\n# nothing\nmissing\nc\n";
  const auto done = run(batch, Milliseconds{60'000});
  EXPECT_EQ(done.code, 1) << "one is missing";
  EXPECT_THAT(done.errors, HasSubstr("failed: shop/missing"));
  EXPECT_THAT(done.errors, HasSubstr("4/4 made 3 kept 0 failed 1"));
  // What was made is there for the server.
  EXPECT_EQ(count_files(home_.path() / "data" / "blobs" / "results"), 6U);
  const auto queues = facts(vitrine_->status("/queues"));
  EXPECT_EQ(queues.at("processed").to_number<int>(), 3);
}

TEST_F(Working, SaysWhatIsWrongWithItsCommandLine) {
  start_server(true);

  struct Row {
    std::vector<std::string> flags;
    const char* says;
  };

  const Row rows[] = {
      {{"--jobs.store="}, "which one process has"},
      {{"--queues", "a,,b"}, "\"\" is no name of a queue"},
      {{"--queues", "a b"}, "\"a b\" is no name of a queue"},
      {{"--concurrency", "0"}, "whole number from 1 to 1024"},
      {{"--concurrency", "many"}, "\"many\" is no whole number"},
      {{"requestQueue"}, "\"requestQueue\" is no flag"},
  };
  for (const auto& row : rows) {
    const auto told = run(work(row.flags));
    EXPECT_EQ(told.code, 2) << row.says;
    EXPECT_THAT(told.errors, HasSubstr(row.says));
  }
}

}  // namespace
}  // namespace vitrine::service
