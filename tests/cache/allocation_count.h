// How often the calling thread has called operator new, for tests that promise not to.
#pragma once

#include <cstdint>

namespace vitrine::testing {

std::uint64_t allocations_of_this_thread();

}  // namespace vitrine::testing
