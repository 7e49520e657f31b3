// A well-behaved origin: nginx with the files of one folder, and a log of what was asked.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "service/harness/files.h"
#include "service/harness/process.h"

namespace vitrine::service {

// Lives on: any thread for url, port and fetches.
class Nginx {
 public:
  // Serves what is written with `put`, and the photographs of the package lomiri-wallpapers under
  // /photographs/.
  Nginx();

  std::uint16_t port() const { return port_; }

  // "http://127.0.0.1:PORT" + path
  std::string url(std::string_view path) const;
  void put(const std::string& name, std::string_view bytes) const;
  void remove(const std::string& name) const;
  // From here on nobody listens.
  void stop();
  // Requests for this path that have been answered, whatever the answer was.
  int fetches(std::string_view path) const;

 private:
  bool start();

  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

// A port that nobody listens on now.
std::uint16_t free_port();
// Does anyone accept connections there?
bool listening(std::uint16_t port);

}  // namespace vitrine::service
