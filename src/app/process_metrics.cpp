#include "app/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace vitrine::app {

namespace {

// The files under /proc are made by the kernel from memory, so reading them blocks nothing.
double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total_pages = 0;
  double resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_fds() {
  std::error_code error;
  const std::filesystem::directory_iterator fds("/proc/self/fd", error);
  return static_cast<double>(std::distance(begin(fds), end(fds)));
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void add_process_metrics(observe::Metrics& metrics,
                         const observe::Log& log,
                         const images::Library& library,
                         const std::string& instance) {
  metrics.gauge("vitrine_build_info",
                "Always 1; the labels say what runs here.",
                {{"version", VITRINE_VERSION}, {"instance_name", instance}},
                [] { return 1.0; });
  metrics.gauge("process_resident_memory_bytes", "Resident memory.", {}, resident_bytes);
  metrics.gauge("process_open_fds", "Open file descriptors.", {}, open_fds);
  metrics.counter_from(
      "process_cpu_seconds_total", "User and system time of all threads.", {}, cpu_seconds);
  metrics.counter_from("vitrine_log_dropped_lines_total",
                       "Log lines that could not be written in time.",
                       {},
                       [&log] { return static_cast<double>(log.dropped_lines()); });
  metrics.counter_from("vitrine_images_dropped_warnings_total",
                       "Warnings of the picture library that were counted and not printed.",
                       {},
                       [&library] { return static_cast<double>(library.dropped_warnings()); });
}

}  // namespace vitrine::app
