#include "runtime/successor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "runtime/unique_fd.h"

extern char** environ;

namespace vitrine {

namespace {

constexpr int kFirstPassedFd = 3;
// Wide enough for any process id; the child writes its own over it.
constexpr const char* kPidPlaceholder = "LISTEN_PID=0000000000";

// Everything that the child needs, made before fork(2): after it, only async-signal-safe calls.
struct ChildImage {
  std::vector<std::string> texts;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  char* pid_digits = nullptr;
  std::vector<int> fds;
  int ready_fd = -1;
};

bool is_ours(const std::string& variable) {
  return variable.starts_with("LISTEN_") || variable.starts_with("READY_FD=");
}

std::vector<std::string> child_environment(const std::vector<PassedSocket>& sockets) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!is_ours(*variable)) variables.emplace_back(*variable);
  }
  std::string names;
  for (const auto& socket : sockets) {
    if (!names.empty()) names += ':';
    names += socket.name;
  }
  variables.push_back("LISTEN_FDS=" + std::to_string(sockets.size()));
  variables.push_back("LISTEN_FDNAMES=" + names);
  variables.push_back("READY_FD=" + std::to_string(kFirstPassedFd + sockets.size()));
  variables.emplace_back(kPidPlaceholder);
  return variables;
}

// Copies of the descriptors, all above the range that they are moved into.
int copy_above(int fd, std::size_t count) {
  return fcntl(fd, F_DUPFD_CLOEXEC, kFirstPassedFd + static_cast<int>(count) + 1);
}

[[noreturn]] void become(const std::string& program, ChildImage& image) {
  char digits[16];
  int length = 0;
  for (pid_t pid = getpid(); pid > 0; pid /= 10)
    digits[length++] = static_cast<char>('0' + pid % 10);
  for (int i = 0; i < length; ++i) image.pid_digits[i] = digits[length - 1 - i];
  image.pid_digits[length] = '\0';
  int next = kFirstPassedFd;
  for (const int fd : image.fds) dup2(fd, next++);
  dup2(image.ready_fd, next);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execve(program.c_str(), image.arguments.data(), image.environment.data());
  _exit(127);
}

// True when a byte arrived, false when the pipe closed or the time passed.
bool wait_ready(int fd, std::chrono::seconds limit) {
  pollfd waiting{fd, POLLIN, 0};
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  if (poll(&waiting, 1, static_cast<int>(milliseconds)) <= 0) return false;
  char byte = 0;
  return read(fd, &byte, 1) == 1;
}

void notify_manager(const std::string& path) {
  const UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!socket || path.empty() || path.size() >= sizeof(address.sun_path)) return;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (path[0] == '@') address.sun_path[0] = '\0';  // the abstract namespace
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  const std::string message = "READY=1\nMAINPID=" + std::to_string(getpid());
  sendto(socket.get(),
         message.data(),
         message.size(),
         MSG_NOSIGNAL,
         reinterpret_cast<const sockaddr*>(&address),
         length);
}

}  // namespace

Result<pid_t> start_successor(const std::string& program,
                              const std::vector<std::string>& arguments,
                              const std::vector<PassedSocket>& sockets,
                              std::chrono::seconds limit) {
  int pipe_fds[2];
  if (pipe2(pipe_fds, O_CLOEXEC) != 0) {
    return fail(FailureKind::unavailable, "The new process has no pipe", std::strerror(errno));
  }
  const UniqueFd ready(pipe_fds[0]);
  UniqueFd write_end(pipe_fds[1]);

  auto argument_texts = arguments;
  ChildImage image;
  image.texts = child_environment(sockets);
  for (auto& text : argument_texts) image.arguments.push_back(text.data());
  for (auto& text : image.texts) image.environment.push_back(text.data());
  image.pid_digits = image.texts.back().data() + std::strlen("LISTEN_PID=");
  image.arguments.push_back(nullptr);
  image.environment.push_back(nullptr);
  std::vector<UniqueFd> copies;
  for (const auto& socket : sockets) {
    image.fds.push_back(copies.emplace_back(copy_above(socket.fd, sockets.size())).get());
  }
  image.ready_fd = copies.emplace_back(copy_above(write_end.get(), sockets.size())).get();

  const pid_t child = fork();
  if (child < 0) {
    return fail(FailureKind::unavailable, "The new process cannot be made", std::strerror(errno));
  }
  if (child == 0) become(program, image);
  write_end.reset();
  copies.clear();
  if (wait_ready(ready.get(), limit)) return child;
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return fail(
      FailureKind::unavailable,
      "The new process ended or was not ready within " + std::to_string(limit.count()) + " s",
      WIFEXITED(status) ? "exit status " + std::to_string(WEXITSTATUS(status)) : "killed");
}

std::string program_path() {
  static const std::string path = std::filesystem::read_symlink("/proc/self/exe").string();
  return path;
}

bool has_predecessor() {
  return std::getenv("READY_FD") != nullptr;
}

void report_ready() {
  if (const char* number = std::getenv("READY_FD")) {
    const UniqueFd pipe(std::atoi(number));
    const char byte = '1';
    if (write(pipe.get(), &byte, 1) != 1) return;  // whoever started us has gone
  }
  if (const char* path = std::getenv("NOTIFY_SOCKET")) notify_manager(path);
}

}  // namespace vitrine
