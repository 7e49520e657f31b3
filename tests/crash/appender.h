// A program that appends and says what was acknowledged, until somebody kills it.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "runtime/unique_fd.h"

namespace vitrine::crash {

// The program of append_for_ever.cpp, or another one that prints numbers. Killed and waited for
// when destroyed.
class Appender {
 public:
  explicit Appender(std::vector<std::string> arguments, const char* program = VITRINE_APPENDER) {
    int ends[2] = {};
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    heard_.reset(ends[0]);
    const UniqueFd told(ends[1]);
    arguments.insert(arguments.begin(), program);
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, told.get(), STDOUT_FILENO);
    const int error = ::posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    // kill(-1) would end every process that may be signalled.
    if (error != 0 || pid_ <= 0) throw std::runtime_error("posix_spawn");
  }

  ~Appender() {
    if (pid_ > 0) kill();
  }

  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  // Reads until so many numbers have come, or the program has ended.
  void read_numbers(std::size_t count) {
    while (static_cast<std::size_t>(std::ranges::count(text_, '\n')) < count && read_more()) {
    }
  }

  // The wait status.
  int kill() {
    ::kill(pid_, SIGKILL);
    return wait();
  }

  int wait() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return status;
  }

  std::vector<std::uint64_t> numbers() const {
    std::istringstream lines(text_);
    std::vector<std::uint64_t> all;
    for (std::uint64_t number = 0; lines >> number;) all.push_back(number);
    return all;
  }

 private:
  bool read_more() {
    char buffer[4096];
    const auto bytes = ::read(heard_.get(), buffer, sizeof buffer);
    if (bytes <= 0) return false;
    text_.append(buffer, static_cast<std::size_t>(bytes));
    return true;
  }

  UniqueFd heard_;
  pid_t pid_ = -1;
  std::string text_;
};

}  // namespace vitrine::crash
