// Names of threads, as `top -H` and gdb show them.
#pragma once

#include <pthread.h>

#include <string>

namespace vitrine {

// Cut to the 15 bytes that Linux keeps.
inline void name_this_thread(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
}

}  // namespace vitrine
