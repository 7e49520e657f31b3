// Registering and logging in: who may, how often, and what they are told.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "accounts/account_store.h"
#include "accounts/bounded_map.h"
#include "accounts/password_hasher.h"
#include "accounts/person.h"
#include "accounts/random.h"
#include "accounts/refusal.h"
#include "accounts/sessions.h"
#include "accounts/throttle.h"
#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

// Who may register: anybody, as a viewer; only the very first person, who becomes the operator; or
// nobody.
enum class Registration : std::uint8_t { open, first, closed };

struct LoginsConfig {
  Registration registration = Registration::first;
  std::size_t people_max = 10'000;
  // Failed logins of one account, and of one address.
  ThrottleRules account{};
  ThrottleRules address{.free = 20, .longest = std::chrono::seconds(60)};
  // Registrations from one address.
  ThrottleRules registering{.free = 10};
  HasherConfig hasher{};
};

struct Credentials {
  std::string name;
  std::string password;
};

// Lives on: any thread.
class Logins {
 public:
  Logins(LoginsConfig config,
         AccountStore& store,
         Sessions& sessions,
         const Clock& clock,
         Random random,
         observe::Metrics& metrics);

  // The new person is logged in. invalid: the name, the password, or a name that somebody has.
  Task<Outcome<Admitted>> register_person(Credentials credentials, Visitor visitor);
  // wrong: the same sentence, after the same time, for an unknown name and for a wrong password.
  Task<Outcome<Admitted>> log_in(Credentials credentials, Visitor visitor);

  // May somebody register, as far as the configuration says?
  Registration registration() const { return config_.registration; }

  // By name, at most `limit`.
  Task<Result<std::vector<Person>>> people(std::size_t limit);
  // `missing`: nobody has that name.
  Task<Outcome<void>> set_role(std::string name, Role role);

 private:
  struct Counters {
    explicit Counters(observe::Metrics& metrics);
    observe::Counter& admitted;
    observe::Counter& wrong;
    observe::Counter& throttled;
    observe::Counter& unable;
    observe::Counter& registered;
    observe::Counter& not_registered;
  };

  struct Familiar {};

  Task<Outcome<Person>> add_person(Credentials credentials, std::string address);
  Task<Outcome<Person>> recognise(Credentials credentials,
                                  std::string account_key,
                                  std::string address);
  Task<void> renew_hash(Person person, std::string password);
  std::string account_key(const std::string& folded, const std::string& address);
  void note_familiar(const std::string& folded, const std::string& address);

  const LoginsConfig config_;
  AccountStore& store_;
  Sessions& sessions_;
  const Clock& clock_;
  const Random random_;
  Counters counters_;
  Throttle account_throttle_;
  Throttle address_throttle_;
  Throttle registering_;
  std::mutex familiar_mutex_;
  BoundedMap<Familiar> familiar_{10'000};
  PasswordHasher hasher_;
};

}  // namespace vitrine::accounts
