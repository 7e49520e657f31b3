// The door of `origin`: fetches one original, guarded and limited. It caches nothing and shares
// nothing between callers; delivery/originals does.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "blobs/blob_store.h"
#include "failure/result.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "origin/resolver.h"
#include "origin/source.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/shared_bytes.h"
#include "runtime/task.h"

namespace vitrine::origin {

struct Config {
  // Largest original; limit: original_bytes.
  std::uint64_t body_bytes_max = 32ULL << 20;
  // Whole fetch, redirects included; limit: fetch_seconds. Waiting for a place comes before, and
  // may take as long again.
  std::chrono::milliseconds fetch_time_max{10'000};
  // For each address of the host; the next one is tried then. TLS included.
  std::chrono::milliseconds connect_time_max{3'000};
  // A body below this rate for `slow_time_max` is given up: a slow-loris origin.
  std::uint64_t rate_bytes_min = 1024;
  std::chrono::milliseconds slow_time_max{5'000};
  int redirects_max = 3;
  // Fetches at once; the next ones wait, `fetch_queue_max` of them, then are refused as busy. Fewer
  // for one host, so that an origin that hangs leaves places for the others.
  std::size_t fetches_max = 32;
  std::size_t fetches_per_host_max = 24;
  std::size_t fetch_queue_max = 256;
  // Bytes of bodies held by running fetches, all together; a fetch that would exceed it fails busy.
  std::uint64_t bytes_in_flight_max = 256ULL << 20;
  // Addresses or CIDR blocks that may be private ("127.0.0.1", "10.0.0.0/8"), or host names.
  std::vector<std::string> allow_private;
  // Ports that may be connected to. Empty: 80 and 443, and any port of an address in allow_private.
  std::vector<std::uint16_t> ports;
  std::string user_agent = "Vitrine";
};

// What the caller already has, for a conditional fetch.
struct Validators {
  std::string etag;
  std::string last_modified;
};

struct Fetched {
  // The origin said that what the caller has is still right (304, or an unchanged file); no bytes.
  bool unchanged = false;
  SharedBytes bytes;
  Validators validators;
  // When the original was changed last, as far as its origin says.
  std::optional<WallTime> modified = {};
};

// Lives on: any thread. Sockets live on a loop of its own. The loops that await fetches outlive it.
class Origins {
 public:
  // Throws std::runtime_error for a bad configuration (an unreadable address in allow_private).
  // Without a resolver, names are looked up as the machine does.
  Origins(Config config,
          blobs::BlobStore& uploads,
          Pool& files,
          observe::Metrics& metrics,
          observe::Log& log,
          std::unique_ptr<Resolver> resolver = nullptr);
  // Nobody may be awaiting a fetch any more: stop() ends them.
  ~Origins();
  Origins(const Origins&) = delete;
  Origins& operator=(const Origins&) = delete;

  // not_found: the origin has no such thing (404, 410, no file).
  // upstream: it refused or broke (other statuses, reset, lied about its length, empty body).
  // timeout: too slow. too_large is answered as unsupported: the picture is over the limit.
  // not_allowed: a private or otherwise disallowed address, scheme or port, here or after a
  // redirect. busy: too many fetches.
  Task<Result<Fetched>> fetch(Source source, Validators have);

  // Answers fetches from web servers that run, wait or still come as unavailable, so that a service
  // that stops need not wait for slow origins. May be called again.
  void stop();

  // How many fetches run and wait, for /status.
  std::size_t fetching() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::origin
