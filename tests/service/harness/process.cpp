#include "service/harness/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <sstream>
#include <stdexcept>

#include "service/harness/files.h"
#include "service/harness/launch.h"

namespace vitrine::service {
namespace {

struct ProcStat {
  char state = '?';
  pid_t group = 0;
};

// Absent when the process has gone.
std::optional<ProcStat> read_stat(const std::filesystem::path& folder) {
  try {
    const auto text = contents(folder / "stat");
    // The program's name is in brackets and may hold anything, so the fields begin after the last
    // one.
    std::istringstream fields{text.substr(std::min(text.size(), text.rfind(')') + 1))};
    ProcStat stat;
    pid_t parent = 0;
    if (fields >> stat.state >> parent >> stat.group) return stat;
  } catch (const std::runtime_error&) {
    // It ended between the listing and the reading.
    return std::nullopt;
  }
  return std::nullopt;
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

}  // namespace

Process::Process(const Launch& launch) {
  auto launched = launch_process(launch);
  id_ = launched.id;
  output_pipe_ = std::move(launched.output);
  errors_pipe_ = std::move(launched.errors);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  stop_pipe_.reset(ends[1]);
  collector_ = std::thread{[this, stop = ends[0]] { collect_until(stop); }};
  feeder_ = std::thread{[input = std::move(launched.input), text = launch.input] {
    std::size_t written = 0;
    while (written < text.size()) {
      const auto n = ::write(input.get(), text.data() + written, text.size() - written);
      if (n <= 0) return;
      written += static_cast<std::size_t>(n);
    }
  }};
}

Process::~Process() {
  ::kill(-id_, SIGKILL);
  wait();
  // Orphans of the group came to us (see launch.cpp); without this they would stay as zombies.
  while (::waitpid(-id_, nullptr, 0) > 0) {
  }
  stop_pipe_.reset();
  collector_.join();
  feeder_.join();
}

void Process::collect_until(int stop) {
  std::array<pollfd, 3> watched{
      {{output_pipe_.get(), POLLIN, 0}, {errors_pipe_.get(), POLLIN, 0}, {stop, POLLIN, 0}}};
  std::array<std::string*, 2> texts{&output_, &errors_};
  while (watched[2].revents == 0 && (watched[0].fd >= 0 || watched[1].fd >= 0)) {
    ::poll(watched.data(), watched.size(), -1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if ((watched[i].revents & POLLIN) != 0) {
        collect(watched[i].fd, *texts[i]);
      } else if (watched[i].revents != 0) {
        // Nobody has the other end any more. A negative descriptor is passed over by poll(2).
        watched[i].fd = -1;
      }
    }
  }
  ::close(stop);
  silent_ = true;
}

void Process::collect(int from, std::string& to) {
  std::array<char, 16384> chunk;
  const auto got = ::read(from, chunk.data(), chunk.size());
  if (got <= 0) return;
  const std::scoped_lock lock{mutex_};
  to.append(chunk.data(), static_cast<std::size_t>(got));
}

std::string Process::output() const {
  const std::scoped_lock lock{mutex_};
  return output_;
}

std::string Process::errors() const {
  const std::scoped_lock lock{mutex_};
  return errors_;
}

void Process::signal(int number) const {
  ::kill(id_, number);
}

std::optional<int> Process::wait(Milliseconds span) {
  eventually(
      [this] {
        int status = 0;
        if (!ended_ && ::waitpid(id_, &status, WNOHANG) == id_) ended_ = exit_code(status);
        return ended_.has_value();
      },
      span);
  return ended_;
}

std::vector<pid_t> Process::group() const {
  std::vector<pid_t> members;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    const auto name = entry.path().filename().string();
    if (!std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; })) continue;
    const auto stat = read_stat(entry.path());
    if (stat && stat->group == id_ && stat->state != 'Z') members.push_back(std::stoi(name));
  }
  return members;
}

Finished run(const Launch& launch, Milliseconds span) {
  Process process{launch};
  const auto code = process.wait(span);
  if (!code || !eventually([&] { return process.silent(); })) {
    throw std::runtime_error("still running: " + process.output() + process.errors());
  }
  return {*code, process.output(), process.errors()};
}

std::chrono::nanoseconds cpu_time(pid_t process) {
  std::chrono::nanoseconds sum{0};
  const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : std::filesystem::directory_iterator{tasks}) {
    std::istringstream fields{contents(task.path() / "schedstat")};
    std::chrono::nanoseconds::rep running = 0;
    fields >> running;
    sum += std::chrono::nanoseconds{running};
  }
  return sum;
}

std::uint64_t resident_bytes(pid_t process) {
  std::istringstream fields{contents("/proc/" + std::to_string(process) + "/statm")};
  std::uint64_t virtual_pages = 0;
  std::uint64_t resident_pages = 0;
  fields >> virtual_pages >> resident_pages;
  return resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

int open_descriptors(pid_t process) {
  int count = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator{"/proc/" + std::to_string(process) + "/fd"}) {
    ++count;
  }
  return count;
}

}  // namespace vitrine::service
