// Other people's clients: the npm package `ws`, and a page in Chromium.
#include <cstdlib>

#include <gmock/gmock.h>

#include "service/harness/counting.h"
#include "service/harness/nginx.h"
#include "service/harness/process.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

constexpr Milliseconds kPatience{120'000};

std::string script(const char* name) {
  return std::string(VITRINE_LIVE_CLIENT) + "/" + name;
}

class LiveClients : public Counting {
 protected:
  // Copied, because packages are installed beside their list, and the source tree stays as it is.
  void install() {
    for (const auto* name : {"package.json", "package-lock.json", "ws_suite.mjs"}) {
      std::filesystem::copy(script(name), home_.path() / name);
    }
    const auto installed = run({.program = "/usr/bin/env",
                                .arguments = {"npm", "ci", "--no-audit", "--no-fund"},
                                .folder = home_.path()},
                               kPatience);
    ASSERT_EQ(installed.code, 0) << installed.output << installed.errors;
  }
};

TEST_F(LiveClients, OfNodeAgreeOnTheProtocol) {
  start();
  install();
  const auto suite = run({.program = "/usr/bin/env",
                          .arguments = {"node", "ws_suite.mjs", std::to_string(vitrine_->port())},
                          .folder = home_.path()},
                         kPatience);
  EXPECT_EQ(suite.code, 0) << suite.output << suite.errors;
}

TEST_F(LiveClients, InABrowserHearBothWays) {
  const auto page = std::to_string(free_port());
  start({{"live", {{"origins", {"http://127.0.0.1:" + page}}}}});
  const auto browser = run({.program = "/usr/bin/env",
                            .arguments = {"node",
                                          script("browser.mjs"),
                                          std::to_string(vitrine_->port()),
                                          page,
                                          (home_.path() / "browser").string()}},
                           kPatience);
  EXPECT_EQ(browser.code, 0) << browser.errors;
  EXPECT_THAT(browser.output, HasSubstr(R"("socket":[0,1])"));
  EXPECT_THAT(browser.output, HasSubstr(R"("events":[0,1])"));
}

}  // namespace
}  // namespace vitrine::service
