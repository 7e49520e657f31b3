#include "service/harness/launch.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

extern char** environ;

namespace vitrine::service {
namespace {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  return {UniqueFd{ends[0]}, UniqueFd{ends[1]}};
}

constexpr std::string_view kListenPid = "LISTEN_PID=";

// Everything that the child needs, laid out before the fork.
struct Prepared {
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::vector<char*> argument_pointers;
  std::vector<char*> environment_pointers;
  // Where the child writes its own id, which nobody knows before.
  char* listen_pid = nullptr;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

void prepare(const Launch& launch, Prepared& prepared) {
  prepared.arguments = launch.arguments;
  prepared.arguments.insert(prepared.arguments.begin(), launch.program.string());
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text{*variable};
    // Variables of whoever started the tests must not configure what is tested.
    if (!text.starts_with("VITRINE_") && !text.starts_with("LISTEN_")) {
      prepared.environment.emplace_back(text);
    }
  }
  for (const auto& [name, value] : launch.environment) {
    prepared.environment.push_back(name + "=" + value);
  }
  if (!launch.listening.empty()) {
    prepared.environment.push_back("LISTEN_FDS=" + std::to_string(launch.listening.size()));
    prepared.environment.push_back("LISTEN_FDNAMES=" + launch.listening_names);
    prepared.environment.push_back(std::string{kListenPid} + std::string(12, '\0'));
  }
  prepared.argument_pointers = pointers(prepared.arguments);
  prepared.environment_pointers = pointers(prepared.environment);
  if (!launch.listening.empty()) {
    prepared.listen_pid = prepared.environment.back().data() + kListenPid.size();
  }
}

void write_number(char* to, pid_t number) {
  std::array<char, 12> digits{};
  std::size_t count = 0;
  for (; number > 0; number /= 10) digits[count++] = static_cast<char>('0' + number % 10);
  while (count > 0) *to++ = digits[--count];
}

// Descriptors move out of the way first, since one of them may already have the number of another.
void move_listening(const std::vector<int>& listening) {
  constexpr int kFirst = 3;
  constexpr int kHigh = 200;
  const int count = static_cast<int>(listening.size());
  for (int i = 0; i < count; ++i) ::dup2(listening[static_cast<std::size_t>(i)], kHigh + i);
  for (int i = 0; i < count; ++i) {
    ::dup2(kHigh + i, kFirst + i);
    ::close(kHigh + i);
  }
}

[[noreturn]] void become(
    const Launch& launch, const Prepared& prepared, int input, int output, int errors) {
  ::setpgid(0, 0);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  if (!launch.listening.empty()) {
    move_listening(launch.listening);
    write_number(prepared.listen_pid, ::getpid());
  }
  if (launch.file_bytes_max) {
    const rlimit limit{*launch.file_bytes_max, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);
  }
  if (launch.folder.empty() || ::chdir(launch.folder.c_str()) == 0) {
    ::execve(launch.program.c_str(),
             prepared.argument_pointers.data(),
             prepared.environment_pointers.data());
  }
  ::_exit(127);
}

}  // namespace

Launched launch_process(const Launch& launch) {
  if (::access(launch.program.c_str(), X_OK) != 0) {
    throw std::runtime_error("no program " + launch.program.string());
  }
  // What the program starts and leaves behind becomes ours, and is found in its process group.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  Prepared prepared;
  prepare(launch, prepared);
  auto input = make_pipe();
  auto output = make_pipe();
  auto errors = make_pipe();
  const auto child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    become(launch, prepared, input.read.get(), output.write.get(), errors.write.get());
  }
  // Also here: whoever is first, the group is there before anyone signals it.
  ::setpgid(child, child);
  return {child, std::move(input.write), std::move(output.read), std::move(errors.read)};
}

}  // namespace vitrine::service
