// Made-up sales of a demo, as time passes (feed/generator.h).
#pragma once

#include <atomic>
#include <cstdint>

#include "feed/generator.h"
#include "observe/log.h"
#include "runtime/clock.h"
#include "runtime/task.h"
#include "sales/sales.h"

namespace vitrine::app {

// Lives on: any thread; run() on one loop. Sales, clock and log outlive it.
class DemoSales {
 public:
  // `rate`: purchases a minute; 0 sells nothing.
  DemoSales(std::uint64_t rate, sales::Sales& sales, const Clock& clock, observe::Log& log);

  // Ends after stop(). An empty store is given an hour of sales first, so that there is something
  // to see. While the store is away, nothing is sold.
  Task<void> run();

  void stop() { stopping_ = true; }

 private:
  sales::Moment now() const;
  Task<void> sell_what_is_due(feed::Generator& generator, sales::Purchase& next);

  const std::uint64_t rate_;
  sales::Sales& sales_;
  const Clock& clock_;
  observe::Log& log_;
  std::atomic<bool> stopping_{false};
};

}  // namespace vitrine::app
