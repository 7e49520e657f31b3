// Originals from web servers: names are resolved once and every address is checked before any is
// connected to, redirects are followed by hand and checked again, and every step has a limit.
#pragma once

#include <string>

#include "failure/result.h"
#include "observe/log.h"
#include "origin/origins.h"
#include "origin/reply_head.h"
#include "origin/resolver.h"
#include "origin/transfer.h"
#include "origin/waiting_line.h"
#include "origin/web_address.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::origin {

// Lives on: its loop.
class HttpOrigin {
 public:
  HttpOrigin(TransferParts parts, Resolver& resolver, observe::Log& log);

  Task<Result<Fetched>> fetch(std::string url, Validators have);

 private:
  struct Reply {
    ReplyHead head;
    std::string body;
  };

  // `at` is where the fetch has come to, also when it fails there.
  Task<Result<Fetched>> follow(WebAddress& at, Validators have, SteadyTime until);
  Task<Result<Reply>> get(const WebAddress& target,
                          Resolver::Addresses addresses,
                          const Validators& have,
                          SteadyTime until);
  // At least one address, and each of them allowed.
  Task<Result<Resolver::Addresses>> checked_addresses(const WebAddress& target, SteadyTime until);
  Task<Result<Resolver::Addresses>> resolve(std::string host, SteadyTime until);
  Result<WebAddress> redirected(const WebAddress& from, const ReplyHead& head, int redirects);

  TransferParts parts_;
  Resolver& resolver_;
  observe::Log& log_;
  WaitingLine line_;
};

}  // namespace vitrine::origin
