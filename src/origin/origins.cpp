#include "origin/origins.h"

#include <atomic>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>

#include "origin/contained_open.h"
#include "origin/counters.h"
#include "origin/file_origin.h"
#include "origin/http_origin.h"
#include "origin/system_resolver.h"
#include "runtime/event_loop.h"
#include "runtime/run_on.h"
#include "runtime/run_there.h"
#include "runtime/task_group.h"

namespace vitrine::origin {

namespace {

AddressGuard guard_from(const Config& config) {
  auto guard = AddressGuard::from(config.allow_private, config.ports);
  if (!guard) throw std::runtime_error("origin_allow_private: " + guard.error().public_message);
  return *std::move(guard);
}

class CountedIn {
 public:
  explicit CountedIn(std::atomic<std::size_t>& count) : count_(count) {
    count_.fetch_add(1, std::memory_order_relaxed);
  }

  ~CountedIn() { count_.fetch_sub(1, std::memory_order_relaxed); }

  CountedIn(const CountedIn&) = delete;
  CountedIn& operator=(const CountedIn&) = delete;

 private:
  std::atomic<std::size_t>& count_;
};

}  // namespace

struct Origins::Parts {
  Parts(Config given,
        blobs::BlobStore& upload_store,
        Pool& file_pool,
        observe::Metrics& metrics,
        observe::Log& log,
        std::unique_ptr<Resolver> given_resolver)
      : config(std::move(given)),
        guard(guard_from(config)),
        uploads(upload_store),
        files(file_pool),
        counters(metrics),
        budget(config.bytes_in_flight_max),
        loop("origin"),
        wakeups(loop.executor()),
        multi(loop.executor(), static_cast<long>(config.fetches_max)),
        resolver(given_resolver ? std::move(given_resolver) : std::make_unique<SystemResolver>()),
        web({config, guard, counters, budget, wakeups, multi}, *resolver, log) {}

  Task<Result<Fetched>> fetch_file(Source source, Validators have);
  Task<Result<Fetched>> fetch_blob(Source source, Validators have);

  const Config config;
  const AddressGuard guard;
  blobs::BlobStore& uploads;
  Pool& files;
  Counters counters;
  ByteBudget budget;
  std::atomic<std::size_t> fetching = 0;
  TaskGroup group{{}};
  // From here on in the order in which they may go: the resolver answers to the loop.
  EventLoop loop;
  Wakeups wakeups;
  Multi multi;
  std::unique_ptr<Resolver> resolver;
  HttpOrigin web;
};

Origins::Origins(Config config,
                 blobs::BlobStore& uploads,
                 Pool& files,
                 observe::Metrics& metrics,
                 observe::Log& log,
                 std::unique_ptr<Resolver> resolver)
    : parts_(std::make_unique<Parts>(
          std::move(config), uploads, files, metrics, log, std::move(resolver))) {
  parts_->loop.start();
}

Origins::~Origins() {
  stop();
  parts_->group.wait();
  parts_->loop.stop();
}

void Origins::stop() {
  boost::asio::post(parts_->loop.executor(), [parts = parts_.get()] { parts->wakeups.close(); });
}

Task<Result<Fetched>> Origins::fetch(Source source, Validators have) {
  const CountedIn counted(parts_->fetching);
  Result<Fetched> fetched;
  switch (source.kind) {
    case SourceKind::http:
      fetched = co_await run_there(parts_->group,
                                   parts_->loop.executor(),
                                   "fetch",
                                   parts_->web.fetch(std::move(source.address), std::move(have)));
      break;
    case SourceKind::file:
      fetched = co_await parts_->fetch_file(std::move(source), std::move(have));
      break;
    case SourceKind::blob:
      fetched = co_await parts_->fetch_blob(std::move(source), std::move(have));
      break;
    case SourceKind::drawn:
      // Whoever draws comes before.
      fetched = fail(FailureKind::not_found, "Nothing is drawn here");
      break;
  }
  parts_->counters.ended(fetched);
  co_return fetched;
}

Task<Result<Fetched>> Origins::Parts::fetch_file(Source source, Validators have) {
  auto work = [this, source = std::move(source), have = std::move(have)]() -> Result<Fetched> {
    TRY(const auto fd, open_beneath(source.root, source.address));
    BudgetShare share(budget);
    return fetch_open_file(fd.get(), have, config.body_bytes_max, share);
  };
  co_return co_await run_on(files, std::move(work));
}

Task<Result<Fetched>> Origins::Parts::fetch_blob(Source source, Validators have) {
  // What cannot be a name is nobody's name.
  if (!blobs::is_blob_name(source.address)) {
    co_return fail(FailureKind::not_found, "There is no such original");
  }
  CO_TRY(const auto blob, co_await uploads.open(std::move(source.address)));
  if (!blob) co_return fail(FailureKind::not_found, "There is no such original");
  auto work = [this, file = blob->file, have = std::move(have)] {
    BudgetShare share(budget);
    return fetch_open_file(file->fd.get(), have, config.body_bytes_max, share);
  };
  co_return co_await run_on(files, std::move(work));
}

std::size_t Origins::fetching() const {
  return parts_->fetching.load(std::memory_order_relaxed);
}

}  // namespace vitrine::origin
