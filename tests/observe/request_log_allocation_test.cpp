// The hot path of every request ends here, so lines must not cost an allocation each. This program
// counts every call of operator new.
#include <atomic>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "observe/request_log.h"

namespace {

// Of this thread: the log's own thread may allocate as it likes.
thread_local std::uint64_t allocations = 0;

}  // namespace

void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* const memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace vitrine::observe {
namespace {

TEST(RequestLog, LinesAreCollectedWithoutAllocation) {
  RequestLog requests(Log::silent());
  const auto append_many = [&requests] {
    // Many blocks, and a new second now and then.
    for (int i = 0; i < 5000; ++i) {
      requests.append({.time = std::chrono::sys_seconds{} + std::chrono::milliseconds(i),
                       .duration = std::chrono::microseconds(i),
                       .id = static_cast<std::uint64_t>(i),
                       .status = 404,
                       .bytes = 100,
                       .method = "GET",
                       .path = "/product/image/10855050/with\tcontrol\ncharacters/w500.jpg?a=b",
                       .route = "/product/image/{rest...}",
                       .peer = "127.0.0.1",
                       .failure = FailureKind::not_found});
    }
  };
  append_many();
  const auto before = allocations;
  append_many();
  // fmt's calendar formatting asks the C++ locale for its facets, once a second.
  EXPECT_EQ(allocations - before, 0U);
}

}  // namespace
}  // namespace vitrine::observe
