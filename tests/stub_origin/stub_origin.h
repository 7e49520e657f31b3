// A small web server on loopback whose answers are scripts, one for each path. It counts what it is
// asked. Paths without a script are answered with 404.
//
//   StubOrigin origin;
//   origin.on("/cat.jpg", sends(bytes, {.etag = "\"v1\""}));
//   origin.on("/slow.jpg", stalls_before_head());
//   fetch(origin.url("/cat.jpg"));
//   EXPECT_EQ(origin.count("/cat.jpg"), 1);
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "stub_origin/connection.h"

namespace vitrine::testing {

// Runs on the connection's thread, once for each request.
using Script = std::function<void(Connection& connection, const SeenRequest& request)>;

// Lives on: any thread (mutex). Connections have threads of their own.
class StubOrigin {
 public:
  StubOrigin();
  // Ends every script and waits for it.
  ~StubOrigin();
  StubOrigin(const StubOrigin&) = delete;
  StubOrigin& operator=(const StubOrigin&) = delete;

  // Replaces the script of the path, which has no query.
  void on(const std::string& path, Script script);

  std::uint16_t port() const { return port_; }

  // "http://127.0.0.1:<port>" + path.
  std::string url(const std::string& path) const;
  // The same by another name, for tests that resolve names themselves.
  std::string url(const std::string& host, const std::string& path) const;

  // Requests for a path, whatever their query.
  int count(const std::string& path) const;
  std::vector<SeenRequest> requests(const std::string& path) const;
  // Of all paths.
  int requests() const;
  int connections() const;

 private:
  void accept_until_stopped();
  void serve(Connection connection);
  Script script_for(const SeenRequest& request);

  UniqueFd listening_;
  UniqueFd stopped_;
  std::uint16_t port_ = 0;

  mutable std::mutex mutex_;
  std::map<std::string, Script> scripts_;
  std::vector<SeenRequest> seen_;
  std::vector<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace vitrine::testing
