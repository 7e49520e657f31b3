// A file's bytes, mapped into memory for as long as this object lives.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "failure/result.h"
#include "runtime/open_file.h"

namespace vitrine::delivery {

// Mapping and reading may wait for the disk: never on an event loop.
// Lives on: one job.
class MappedFile {
 public:
  // `unavailable` when the kernel refuses. The file is one that nobody writes to any more.
  static Result<MappedFile> map(const OpenFile& file);

  MappedFile(MappedFile&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return {static_cast<const char*>(start_), size_}; }

 private:
  MappedFile(void* start, std::size_t size) : start_(start), size_(size) {}

  void* start_;
  std::size_t size_;
};

}  // namespace vitrine::delivery
