// A real nginx that serves a folder, by HTTP and by HTTPS with a certificate that nobody has
// signed.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "await/temporary_folder.h"
#include "runtime/unique_fd.h"

namespace vitrine::testing {

// Runs as long as it lives.
class Nginx {
 public:
  Nginx();
  ~Nginx();
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& bytes) {
    return folder_.write("www/" + name, bytes);
  }

  std::string url(const std::string& path) const;
  std::string tls_url(const std::string& path) const;

  // "<method> <path> <status> <connection> <requests on it>" for each request so far. nginx writes
  // a line when the answer is out, which may be after the client has it.
  std::string access_log() const { return contents(folder_.path() / "access.log"); }

  // Stops it, so that its log is complete.
  void stop();

 private:
  TemporaryFolder folder_;
  UniqueFd listening_;
  UniqueFd listening_tls_;
  std::uint16_t port_ = 0;
  std::uint16_t tls_port_ = 0;
  pid_t process_ = -1;
};

}  // namespace vitrine::testing
