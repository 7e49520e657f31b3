#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "http/field_value.h"
#include "http/server.h"

namespace vitrine::http {

namespace {

// Where sd_listen_fds(3) passes descriptors.
constexpr int kFirst = 3;
// More than any supervisor passes; a larger number is a mistake.
constexpr int kMost = 1024;

// 0 when it is not a number.
long variable(const char* name) {
  const char* const text = std::getenv(name);
  if (text == nullptr) return 0;
  const std::string_view digits(text);
  long value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

}  // namespace

std::vector<InheritedSocket> inherited_sockets() {
  const auto process = variable("LISTEN_PID");
  const auto count = static_cast<int>(std::clamp<long>(variable("LISTEN_FDS"), 0, kMost));
  const char* const listed = std::getenv("LISTEN_FDNAMES");
  const std::string names = listed != nullptr ? listed : "";
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  if (process != ::getpid()) return {};

  std::vector<InheritedSocket> sockets;
  std::string_view rest = names;
  for (int i = 0; i < count; ++i) {
    const int fd = kFirst + i;
    const auto name = next_part(rest, ':');
    // A number that is not open was never passed on, whatever the variable says.
    if (::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) continue;
    sockets.push_back({std::string(name), UniqueFd(fd)});
  }
  return sockets;
}

}  // namespace vitrine::http
