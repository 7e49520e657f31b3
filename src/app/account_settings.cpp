// People who log in, and the keys of programs.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"

namespace vitrine::app {

namespace {

void add_sessions(std::vector<Setting>& rows) {
  rows.push_back(make_setting("accounts.idle_seconds",
                              Seconds{60, 86'400},
                              FIELD(accounts.sessions.rules.idle_max),
                              "A session that nobody uses for this long has to be refreshed."));
  rows.push_back(make_setting("accounts.refresh_seconds",
                              Seconds{3600, 31'536'000},
                              FIELD(accounts.sessions.rules.refresh_max),
                              "A session that nobody refreshes for this long is over."));
  rows.push_back(make_setting("accounts.session_seconds",
                              Seconds{3600, 31'536'000},
                              FIELD(accounts.sessions.rules.session_max),
                              "A session is over this long after its login, whatever happens."));
}

void add_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("accounts.people",
                              Whole{1, 1'000'000},
                              FIELD(accounts.logins.people_max),
                              "Accounts; nobody else may register."));
  rows.push_back(make_setting("accounts.sessions",
                              Whole{1, 1000},
                              FIELD(accounts.sessions.sessions_max),
                              "Sessions of one person; the next login ends the oldest."));
  rows.push_back(make_setting("accounts.keys",
                              Whole{1, 100'000},
                              FIELD(accounts.keys.keys_max),
                              "Keys that are not revoked; no more are made."));
  rows.push_back(make_setting("accounts.hash_threads",
                              Whole{1, 64},
                              FIELD(accounts.logins.hasher.threads),
                              "Passwords that are hashed at the same time, with 19 MiB each."));
  rows.push_back(make_setting("accounts.hash_queue",
                              Whole{0, 10'000},
                              FIELD(accounts.logins.hasher.waiting_max),
                              "Logins that may wait for that; the next one is 503."));
}

}  // namespace

void add_account_settings(std::vector<Setting>& rows) {
  rows.push_back(make_setting("accounts.registration",
                              WhoMayRegister{},
                              FIELD(accounts.logins.registration),
                              "Who may register: anybody, as a viewer; only the first, who becomes "
                              "the operator; or nobody."));
  add_sessions(rows);
  add_limits(rows);
}

}  // namespace vitrine::app
