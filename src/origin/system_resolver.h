// Resolves as the machine does (getaddrinfo: hosts file, name servers), on threads of its own,
// because a name server that is away holds a thread for many seconds.
#pragma once

#include <atomic>
#include <string>

#include "origin/resolver.h"
#include "runtime/admission.h"
#include "runtime/pool.h"

namespace vitrine::origin {

// Lives on: any thread.
class SystemResolver final : public Resolver {
 public:
  SystemResolver();
  // Lookups that wait are answered with a failure; those that run are waited for.
  ~SystemResolver() override;

  // upstream for an unknown name; busy when too many lookups wait.
  void resolve(std::string host, Answer answer) override;

 private:
  std::atomic<bool> stopping_ = false;
  Admission admission_;
  Pool pool_;
};

}  // namespace vitrine::origin
