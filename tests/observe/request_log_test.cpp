#include "observe/request_log.h"

#include <algorithm>
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "observe/scratch_file.h"

namespace vitrine::observe {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 2023-11-14T22:13:20Z
constexpr std::chrono::sys_seconds kStart{1'700'000'000s};

RequestLine a_line() {
  return {.time = kStart + 7ms,
          .duration = 1'234'567ns,
          .id = 42,
          .status = 200,
          .bytes = 7300,
          .method = "GET",
          .path = "/product/image/1/w500.jpg",
          .route = "/product/image/{rest...}",
          .peer = "127.0.0.1",
          .failure = {}};
}

// What `line` looks like in the file.
std::string written(const RequestLine& line) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  {
    RequestLog(log).append(line);
  }
  log.flush();
  return file.text();
}

TEST(RequestLog, WritesEveryField) {
  EXPECT_EQ(written(a_line()),
            "2023-11-14T22:13:20.007Z id=42 method=GET path=/product/image/1/w500.jpg "
            "route=/product/image/{rest...} status=200 bytes=7300 ms=1.234 peer=127.0.0.1\n");
}

TEST(RequestLog, NamesTheKindOfAFailure) {
  auto line = a_line();
  line.status = 404;
  line.failure = FailureKind::not_found;
  EXPECT_THAT(written(line),
              HasSubstr(" status=404 bytes=7300 ms=1.234 peer=127.0.0.1 "
                        "failure=not_found\n"));
}

TEST(RequestLog, AHeadThatCouldNotBeParsedHasDashes) {
  EXPECT_EQ(written({.time = kStart, .id = 1, .status = 400}),
            "2023-11-14T22:13:20.000Z id=1 method=- path=- route=- status=400 bytes=0 ms=0.000 "
            "peer=-\n");
}

TEST(RequestLog, PathsAreMadeHarmless) {
  struct Row {
    const char* reason;
    std::string path;
    std::string expected;
  };

  const Row rows[] = {
      {"a query may hold a signature", "/a.jpg?sig=secret", " path=/a.jpg route="},
      {"a newline forges no line", "/a\nb", " path=/a\\x0ab route="},
      {"a space forges no field", "/a status=200", " path=/a\\x20status=200 route="},
      {"a long path is cut", std::string(5000, 'p'), " path=" + std::string(200, 'p') + " route="},
      {"the cut comes before escaping",
       std::string(199, 'p') + "\n\n",
       " path=" + std::string(199, 'p') + "\\x0a route="},
  };
  for (const auto& row : rows) {
    auto line = a_line();
    line.path = row.path;
    EXPECT_THAT(written(line), HasSubstr(row.expected)) << row.reason;
  }
}

TEST(RequestLog, AFullBlockIsHandedOver) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  RequestLog requests(log);
  std::size_t lines = 0;
  for (; file.text().empty() && lines < 10'000; ++lines) {
    requests.append(a_line());
    log.flush();
  }
  const auto text = file.text();
  EXPECT_GE(text.size(), RequestLog::kBlockBytes);
  EXPECT_LT(text.size(), RequestLog::kBlockBytes + 200) << "no line later than it had to be";
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(text, '\n')), lines);
}

TEST(RequestLog, LinesWaitForASecondAtMost) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  RequestLog requests(log);
  requests.append(a_line());
  requests.tick(kStart + 1s);
  log.flush();
  EXPECT_THAT(file.text(), IsEmpty()) << "993 ms old";
  requests.tick(kStart + 1007ms);
  log.flush();
  EXPECT_THAT(file.text(), HasSubstr("id=42"));
}

TEST(RequestLog, TheNextRequestHandsOverWhatHasBecomeOld) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  RequestLog requests(log);
  requests.append(a_line());
  auto later = a_line();
  later.time += 2s;
  later.id = 43;
  requests.append(later);
  log.flush();
  EXPECT_THAT(file.text(), HasSubstr("22:13:20.007Z id=42 "));
  EXPECT_THAT(file.text(), HasSubstr("22:13:22.007Z id=43 "));
}

TEST(RequestLog, AClockThatIsSetBackHoldsNothingUp) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  RequestLog requests(log);
  requests.append(a_line());
  requests.tick(kStart - 3600s);
  log.flush();
  EXPECT_THAT(file.text(), HasSubstr("id=42"));
}

}  // namespace
}  // namespace vitrine::observe
