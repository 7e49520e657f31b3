// A program that a test starts, watches and stops. It runs in a process group of its own, which is
// killed when this object is destroyed: nothing outlives a test, also not what the program started.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/unique_fd.h"
#include "service/harness/patience.h"

namespace vitrine::service {

struct Launch {
  std::filesystem::path program;
  std::vector<std::string> arguments = {};
  // Added to those of the test.
  std::vector<std::pair<std::string, std::string>> environment = {};
  std::filesystem::path folder = {};
  // What the program reads from its standard input.
  std::string input = {};
  // Writes that would make a file longer fail, as on a full disk. (They raise no signal.)
  std::optional<rlim_t> file_bytes_max = {};
  // Handed over as descriptors 3, 4, … with LISTEN_FDS and LISTEN_PID, as systemd does.
  std::vector<int> listening = {};
  std::string listening_names = {};
};

// Lives on: any thread (mutex); started, waited for and destroyed by its owner.
class Process {
 public:
  explicit Process(const Launch& launch);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return id_; }

  // What it has written so far, also by the programs that it started.
  std::string output() const;
  std::string errors() const;

  // Has everyone who could still write something ended?
  bool silent() const { return silent_; }

  void signal(int number) const;
  // 0 to 255, or 256 + the signal that ended it; absent when it still runs after `span`.
  std::optional<int> wait(Milliseconds span = kSoon);

  bool running() { return !wait(Milliseconds{0}); }

  // Processes of its group, the program itself included, dead ones not.
  std::vector<pid_t> group() const;

 private:
  void collect_until(int stop);
  void collect(int from, std::string& to);

  pid_t id_ = -1;
  std::optional<int> ended_;
  UniqueFd output_pipe_;
  UniqueFd errors_pipe_;
  UniqueFd stop_pipe_;
  mutable std::mutex mutex_;
  std::string output_;
  std::string errors_;
  std::atomic<bool> silent_{false};
  std::thread collector_;
  std::thread feeder_;
};

struct Finished {
  int code = 0;
  std::string output;
  std::string errors;
};

// Runs a program to its end. Throws std::runtime_error when it does not end within `span`.
Finished run(const Launch& launch, Milliseconds span = kSoon);

// CPU time of every thread of a process that is alive.
std::chrono::nanoseconds cpu_time(pid_t process);
// Resident memory.
std::uint64_t resident_bytes(pid_t process);
int open_descriptors(pid_t process);

}  // namespace vitrine::service
