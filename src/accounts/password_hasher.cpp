#include "accounts/password_hasher.h"

#include <chrono>
#include <utility>

#include "crypto/token.h"
#include "runtime/run_on.h"

namespace vitrine::accounts {

namespace {

constexpr int kNice = 10;

class Watch {
 public:
  explicit Watch(observe::Histogram& seconds) : seconds_(seconds) {}

  ~Watch() {
    seconds_.observe(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count());
  }

  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  observe::Histogram& seconds_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace

PasswordHasher::PasswordHasher(const HasherConfig& config, observe::Metrics& metrics)
    : cost_(config.cost),
      nobodys_(crypto::hash_password(crypto::random_bytes(16), config.cost)),
      admission_("login", config.threads, config.waiting_max),
      seconds_(metrics.histogram("vitrine_accounts_hash_seconds", "Hashing of one password.")),
      pool_({.name = "passwords", .threads = config.threads, .nice = kNice}) {
  metrics.gauge("vitrine_accounts_hashes", "Passwords that are hashed or wait for it.", {}, [this] {
    return static_cast<double>(admission_.inside());
  });
  metrics.counter_from("vitrine_accounts_hashes_refused_total",
                       "Passwords that were not hashed because too many wait.",
                       {},
                       [this] { return static_cast<double>(admission_.refused()); });
}

Task<Result<std::string>> PasswordHasher::hash(std::string password) {
  CO_TRY(const auto slot, admission_.enter());
  co_return co_await run_on(pool_, [this, password = std::move(password)] {
    const Watch watch(seconds_);
    return crypto::hash_password(password, cost_);
  });
}

Task<Result<bool>> PasswordHasher::verify(std::string password, std::string encoded) {
  CO_TRY(const auto slot, admission_.enter());
  co_return co_await run_on(
      pool_, [this, password = std::move(password), encoded = std::move(encoded)] {
        const Watch watch(seconds_);
        const bool exists = !encoded.empty();
        return crypto::is_password(password, exists ? encoded : nobodys_) && exists;
      });
}

bool PasswordHasher::is_outdated(const std::string& encoded) const {
  return crypto::is_outdated(encoded, cost_);
}

}  // namespace vitrine::accounts
