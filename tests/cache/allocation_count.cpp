#include "cache/allocation_count.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

thread_local std::uint64_t allocations = 0;

}  // namespace

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)

// The sanitizers own the allocation functions and call a hook instead.
#include <sanitizer/allocator_interface.h>

namespace {

void count_allocation(const volatile void*, std::size_t) {
  ++allocations;
}

void ignore_free(const volatile void*) {
}

const int installed = __sanitizer_install_malloc_and_free_hooks(count_allocation, ignore_free);

}  // namespace

#else

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

#endif

namespace vitrine::testing {

std::uint64_t allocations_of_this_thread() {
  return allocations;
}

}  // namespace vitrine::testing
