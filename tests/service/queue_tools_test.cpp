// Resque's own tools on our queue: node-resque puts jobs into it and takes ours out of it, and
// ah-resque-ui shows, retries and removes what is there.
#include <fstream>
#include <memory>

#include <gmock/gmock.h>

#include "redis_server/redis_server.h"
#include "service/harness/counting.h"
#include "service/harness/nginx.h"
#include "service/harness/picture.h"
#include "service/harness/process.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr Milliseconds kPatience{120'000};
constexpr const char* kQueue = "requestQueue";
constexpr const char* kKind = "generateThumbnail";

class QueueTools : public Counting {
 protected:
  // Once for all cases: installing takes ten seconds.
  static void SetUpTestSuite() {
    const std::filesystem::path tools = VITRINE_QUEUE_TOOLS;
    tools_ = std::make_unique<TemporaryFolder>();
    // Copied, because packages are installed beside their list.
    std::filesystem::copy(tools, tools_->path(), std::filesystem::copy_options::recursive);
    const auto installed = run({.program = "/usr/bin/env",
                                .arguments = {"npm", "ci", "--no-audit", "--no-fund"},
                                .folder = tools_->path()},
                               kPatience);
    ASSERT_EQ(installed.code, 0) << installed.output << installed.errors;
  }

  static void TearDownTestSuite() { tools_.reset(); }

  void SetUp() override { std::filesystem::create_directory(home_.path() / "shared"); }

  std::string redis() const {
    return "redis://127.0.0.1:" + std::to_string(redis_.address().port) + "/0";
  }

  void start_with_queue(bool works = true) {
    start({{"jobs", {{"store", redis()}, {"workers", works}}},
           {"thumbnail", {{"folder", "shared"}}}});
  }

  Launch node(const char* script, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"node", (tools_->path() / script).string()});
    return {.program = "/usr/bin/env",
            .arguments = std::move(arguments),
            .environment = {{"NODE_ENV", "production"}},
            .folder = tools_->path()};
  }

  void enqueue(const std::string& arguments) {
    const auto told = run(node("enqueue.cjs", {redis(), kQueue, kKind, arguments}), kPatience);
    ASSERT_EQ(told.code, 0) << told.errors;
  }

  std::uint64_t stat(const char* name) {
    const auto text = redis_.ask({"GET", std::string("resque:stat:") + name});
    return text.empty() || text.starts_with("error") ? 0 : std::stoull(text);
  }

  void share(const char* name, const std::string& bytes) const {
    std::ofstream(home_.path() / "shared" / name, std::ios::binary) << bytes;
  }

  testing::RedisServer redis_;

 private:
  static inline std::unique_ptr<TemporaryFolder> tools_;
};

// Its page has a program of its own behind it.
class QueuePage {
 public:
  explicit QueuePage(Launch launch, std::uint16_t port) : port_(port), program_(launch) {
    if (!eventually([&] { return program_.output().contains("ready"); }, kPatience)) {
      throw std::runtime_error(program_.output() + program_.errors());
    }
  }

  boost::json::object ask(const std::string& question, const char* method = "GET") const {
    const auto answer =
        service::ask(port_, {.method = method, .target = "/api/1/resque/" + question});
    EXPECT_EQ(answer.status, 200) << question << ": " << answer.body;
    return facts(answer);
  }

  boost::json::array failed() const {
    return ask("resqueFailed?start=0&stop=9").at("failed").as_array();
  }

 private:
  const std::uint16_t port_;
  Process program_;
};

TEST_F(QueueTools, PutJobsThatOurWorkersDo) {
  start_with_queue();
  share("cat.jpg", photograph(640, 480));
  enqueue(R"(["cat.jpg","small.png"])");
  const auto small = home_.path() / "shared" / "small.png";
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(small); }));
  const auto seen = look_at(contents(small));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->format, "png");
  EXPECT_EQ(seen->width, 100);
  EXPECT_EQ(seen->height, 100);
  EXPECT_TRUE(eventually([&] { return stat("processed") == 1; }));
  EXPECT_EQ(stat("failed"), 0U);
}

TEST_F(QueueTools, ShowRetryAndRemoveWhatFailed) {
  start_with_queue();
  const auto port = free_port();
  const QueuePage page(node("ui.cjs", {std::to_string(port), redis()}), port);
  enqueue(R"(["late.jpg","late.png"])");
  ASSERT_TRUE(eventually([&] { return page.failed().size() == 1; }));
  const auto failed = page.failed().front().as_object();
  EXPECT_EQ(failed.at("queue"), kQueue);
  EXPECT_EQ(failed.at("payload").at("class"), kKind);
  EXPECT_THAT(std::string(failed.at("worker").as_string()), StartsWith("vitrine:"));
  EXPECT_EQ(failed.at("exception"), "not_found");
  EXPECT_EQ(failed.at("payload").at("args").at(0), "late.jpg");

  const auto details = page.ask("resqueDetails").at("resqueDetails").as_object();
  EXPECT_FALSE(details.at("workers").as_object().empty());
  EXPECT_THAT(std::string(details.at("workers").as_object().begin()->key()),
              StartsWith("vitrine:"));

  // Now it is there.
  share("late.jpg", photograph(320, 200));
  page.ask("retryAndRemoveFailed?id=0", "POST");
  EXPECT_TRUE(
      eventually([&] { return std::filesystem::exists(home_.path() / "shared" / "late.png"); }));
  EXPECT_TRUE(eventually([&] { return page.failed().empty(); }));

  enqueue(R"(["never.jpg","never.png"])");
  ASSERT_TRUE(eventually([&] { return page.failed().size() == 1; }));
  EXPECT_EQ(page.ask("removeFailed?id=0", "POST").at("removed"), 1);
  EXPECT_TRUE(page.failed().empty());
  const auto queues = vitrine_->status("/queues");
  EXPECT_EQ(facts(queues).at("failed").at("total"), 0) << queues.body;
}

TEST_F(QueueTools, TakeOurJobs) {
  start_with_queue(false);
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"cat.jpg\"\r\n"
      "Content-Type: image/jpeg\r\n\r\n" +
      photograph(320, 200) + "\r\n--b--\r\n";
  const auto uploaded = ask(vitrine_->port(),
                            {.method = "POST",
                             .target = "/upload",
                             .headers = {{"Content-Type", "multipart/form-data; boundary=b"}},
                             .body = body});
  ASSERT_EQ(uploaded.status, 200) << uploaded.body;
  EXPECT_THAT(redis_.ask({"LINDEX", std::string("resque:queue:") + kQueue, "0"}), HasSubstr(kKind));
  const auto worked = run(node("work.cjs", {redis(), kQueue, kKind}), kPatience);
  EXPECT_EQ(worked.code, 0) << worked.errors;
  const auto arguments = boost::json::parse(worked.output).as_array();
  EXPECT_EQ(arguments.at(0).at("jid"), facts(uploaded).at("job"));
  EXPECT_EQ(arguments.at(0).at("thumbnail"), "cat.jpg");
  EXPECT_EQ(redis_.ask({"LINDEX", std::string("resque:queue:") + kQueue, "0"}), "");
}

}  // namespace
}  // namespace vitrine::service
