// The threads that hash passwords. A hash is dear on purpose, so only a few run at once, below the
// priority of everything else, and those that wait are bounded, too: however many log in, they use
// threads * 19 MiB, and pictures do not wait for them.
#pragma once

#include <cstddef>
#include <string>

#include "crypto/password.h"
#include "failure/result.h"
#include "observe/metrics.h"
#include "runtime/admission.h"
#include "runtime/pool.h"
#include "runtime/task.h"

namespace vitrine::accounts {

struct HasherConfig {
  std::size_t threads = 2;
  // Beyond them `busy`.
  std::size_t waiting_max = 200;
  crypto::PasswordCost cost{};
};

// Lives on: any thread. Loops that await outlive it.
class PasswordHasher {
 public:
  PasswordHasher(const HasherConfig& config, observe::Metrics& metrics);

  Task<Result<std::string>> hash(std::string password);
  // An empty `encoded` is of somebody who does not exist, and takes the same time.
  Task<Result<bool>> verify(std::string password, std::string encoded);

  bool is_outdated(const std::string& encoded) const;

 private:
  const crypto::PasswordCost cost_;
  // A password that nobody knows, hashed at the same cost.
  const std::string nobodys_;
  Admission admission_;
  observe::Histogram& seconds_;
  // Last, so that its threads end before what they use.
  Pool pool_;
};

}  // namespace vitrine::accounts
