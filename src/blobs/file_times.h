// Times of stat(2) as WallTime.
#pragma once

#include <sys/stat.h>

#include <chrono>

#include "runtime/clock.h"

namespace vitrine::blobs {

inline WallTime wall_time(const timespec& time) {
  return WallTime{std::chrono::duration_cast<WallTime::duration>(
      std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec})};
}

inline WallTime modified_time(const struct stat& status) {
  return wall_time(status.st_mtim);
}

inline WallTime used_time(const struct stat& status) {
  return wall_time(status.st_atim);
}

}  // namespace vitrine::blobs
