#include "accounts/logins.h"

#include <utility>

#include "accounts/name_rules.h"
#include "accounts/password_rules.h"

namespace vitrine::accounts {

namespace {

observe::Counter& login_counter(observe::Metrics& metrics, const char* result) {
  return metrics.counter("vitrine_accounts_logins_total", "Logins tried.", {{"result", result}});
}

observe::Counter& registration_counter(observe::Metrics& metrics, const char* result) {
  return metrics.counter(
      "vitrine_accounts_registrations_total", "Registrations tried.", {{"result", result}});
}

std::unexpected<Refusal> wrong() {
  return refuse(Refusal::Why::wrong, "Login failed, invalid user credentials");
}

std::unexpected<Refusal> closed() {
  return refuse(Refusal::Why::closed, "Registration is closed");
}

std::unexpected<Refusal> throttled(std::chrono::seconds wait) {
  return refuse(Refusal::Why::throttled, "Too many attempts; try again later", wait);
}

// An attacker has a whole /64 of IPv6 as easily as one address.
std::string place_of(const std::string& address) {
  if (address.starts_with("::")) return address;
  std::size_t groups = 0;
  for (std::size_t at = 0; at < address.size(); ++at) {
    if (address[at] == ':' && ++groups == 4) return address.substr(0, at);
    if (address.compare(at, 2, "::") == 0) return address.substr(0, at);
  }
  return address;
}

Outcome<void> check_added(Added added) {
  switch (added) {
    case Added::yes:
      return {};
    case Added::taken:
      return refuse(Refusal::Why::invalid, "User already exists");
    case Added::not_first:
      return closed();
    case Added::full:
      return refuse(Refusal::Why::closed, "There are as many accounts as there may be");
  }
  return closed();
}

}  // namespace

Logins::Counters::Counters(observe::Metrics& metrics)
    : admitted(login_counter(metrics, "admitted")),
      wrong(login_counter(metrics, "wrong")),
      throttled(login_counter(metrics, "throttled")),
      unable(login_counter(metrics, "unable")),
      registered(registration_counter(metrics, "registered")),
      not_registered(registration_counter(metrics, "refused")) {
}

Logins::Logins(LoginsConfig config,
               AccountStore& store,
               Sessions& sessions,
               const Clock& clock,
               Random random,
               observe::Metrics& metrics)
    : config_(config),
      store_(store),
      sessions_(sessions),
      clock_(clock),
      random_(std::move(random)),
      counters_(metrics),
      account_throttle_(config.account),
      address_throttle_(config.address),
      registering_(config.registering),
      hasher_(config.hasher, metrics) {
}

Task<Outcome<Admitted>> Logins::register_person(Credentials credentials, Visitor visitor) {
  auto added = co_await add_person(std::move(credentials), place_of(visitor.address));
  (added ? counters_.registered : counters_.not_registered).add();
  CO_TRY(auto person, std::move(added));
  note_familiar(person.folded, place_of(visitor.address));
  co_return co_await sessions_.open(std::move(person), std::move(visitor));
}

Task<Outcome<Person>> Logins::add_person(Credentials credentials, std::string address) {
  if (config_.registration == Registration::closed) co_return closed();
  const bool only_first = config_.registration == Registration::first;
  if (only_first) {
    CO_TRY(const bool taken, co_await store_.has_people());
    if (taken) co_return closed();
  }
  CO_TRY_VOID(check_name(credentials.name));
  CO_TRY_VOID(check_password(credentials.password, credentials.name));
  if (const auto wait = registering_.enter(address, clock_.steady())) co_return throttled(*wait);
  auto folded = fold_name(credentials.name);
  // Before the hash, which is dear; add_person() is what holds.
  CO_TRY(const auto namesake, co_await store_.person_named(folded));
  if (namesake) CO_TRY_VOID(check_added(Added::taken));
  CO_TRY(auto password, co_await hasher_.hash(std::move(credentials.password)));
  Person person{.id = new_id(random_),
                .name = std::move(credentials.name),
                .folded = std::move(folded),
                .password = std::move(password),
                .role = only_first ? Role::operator_ : Role::viewer,
                .created = to_milliseconds(clock_.wall())};
  CO_TRY(const auto added,
         co_await store_.add_person(person,
                                    {.only_first = only_first, .people_max = config_.people_max}));
  CO_TRY_VOID(check_added(added));
  co_return person;
}

Task<Outcome<Admitted>> Logins::log_in(Credentials credentials, Visitor visitor) {
  const auto address = place_of(visitor.address);
  const auto folded = fold_name(credentials.name);
  // Nobody has such a name or such a password, and their length is not worth a hash.
  if (!check_name(credentials.name) || credentials.password.size() > kPasswordBytesMax) {
    counters_.wrong.add();
    co_return wrong();
  }
  const auto key = account_key(folded, address);
  auto wait = address_throttle_.wait(address, clock_.steady());
  if (!wait) wait = account_throttle_.enter(key, clock_.steady());
  if (wait) {
    counters_.throttled.add();
    co_return throttled(*wait);
  }
  CO_TRY(auto person, co_await recognise(std::move(credentials), key, address));
  counters_.admitted.add();
  account_throttle_.forget(key);
  note_familiar(folded, address);
  co_return co_await sessions_.open(std::move(person), std::move(visitor));
}

Task<Outcome<Person>> Logins::recognise(Credentials credentials,
                                        std::string account_key,
                                        std::string address) {
  auto found = co_await store_.person_named(fold_name(credentials.name));
  Result<bool> right = false;
  if (found) {
    const auto encoded = *found ? (*found)->password : std::string();
    right = co_await hasher_.verify(credentials.password, encoded);
  } else {
    right = std::unexpected(std::move(found).error());
  }
  if (!right) {
    // Nobody has looked at the password, so nobody has failed.
    account_throttle_.uncount(account_key);
    counters_.unable.add();
    co_return std::unexpected(Refusal(std::move(right).error()));
  }
  if (!*right) {
    address_throttle_.count(address, clock_.steady());
    counters_.wrong.add();
    co_return wrong();
  }
  Person person = **std::move(found);
  if (hasher_.is_outdated(person.password)) {
    co_await renew_hash(person, std::move(credentials.password));
  }
  co_return person;
}

// The login does not depend on it: what fails now is done by the next one.
Task<void> Logins::renew_hash(Person person, std::string password) {
  auto renewed = co_await hasher_.hash(std::move(password));
  if (!renewed) co_return;
  co_await store_.replace_password(person.id, person.password, *std::move(renewed));
}

// Whoever guesses at somebody's account from elsewhere must not be able to keep them out: where
// they have logged in before, they have a count of their own.
std::string Logins::account_key(const std::string& folded, const std::string& address) {
  auto at_home = address + "\n" + folded;
  const std::scoped_lock lock(familiar_mutex_);
  return familiar_.find(at_home) != nullptr ? at_home : folded;
}

void Logins::note_familiar(const std::string& folded, const std::string& address) {
  const std::scoped_lock lock(familiar_mutex_);
  familiar_[address + "\n" + folded];
}

Task<Result<std::vector<Person>>> Logins::people(std::size_t limit) {
  co_return co_await store_.people(limit);
}

Task<Outcome<void>> Logins::set_role(std::string name, Role role) {
  CO_TRY(const bool there, co_await store_.set_role(fold_name(name), role));
  if (!there) co_return refuse(Refusal::Why::missing, "Nobody has that name");
  co_return Outcome<void>();
}

}  // namespace vitrine::accounts
