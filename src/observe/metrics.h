// Counters, gauges and histograms, exposed in Prometheus' text format. A counter is striped over
// cache lines by thread, so that two shards never write to one line; reading sums the stripes.
//
// Names are `vitrine_<room>_<noun>_<unit>_total`; every metric is listed in docs/operating.md, and
// tests/tidy fails when one is not.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::observe {

// The stripe of the calling thread, 0 to kStripes - 1.
inline constexpr std::size_t kStripes = 8;
std::size_t this_stripe();

// Lives on: any thread (relaxed atomics).
class Counter {
 public:
  void add(std::uint64_t n = 1) {
    stripes_[this_stripe()].n.fetch_add(n, std::memory_order_relaxed);
  }

  std::uint64_t value() const;

 private:
  struct alignas(64) Stripe {
    std::atomic<std::uint64_t> n{0};
  };

  std::array<Stripe, kStripes> stripes_;
};

// Seconds, in fixed buckets from 100 microseconds to 30 seconds.
class Histogram {
 public:
  static constexpr std::array<double, 14> kBounds = {
      0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30};
  void observe(double seconds);
  std::uint64_t count() const;
  double sum() const;
  // Cumulative, as Prometheus wants them; the last one (+Inf) is count().
  std::array<std::uint64_t, kBounds.size()> cumulative() const;

 private:
  std::array<Counter, kBounds.size() + 1> buckets_;
  Counter nanoseconds_;
};

using Labels = std::vector<std::pair<std::string, std::string>>;

// Owns every metric of the process. Lives on: any thread (mutex; never on the hot path: rooms ask
// for their counters once, when they are built, and keep the reference).
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The same name and labels give the same metric again. References live as long as this object.
  // Throws std::logic_error for a malformed name or label, and for a name that has another kind.
  Counter& counter(std::string name, std::string help, Labels labels = {});
  Histogram& histogram(std::string name, std::string help, Labels labels = {});
  // `read` is called at each scrape, from any thread, until this object is destroyed; it must not
  // block. Registering the same name and labels twice throws std::logic_error.
  void gauge(std::string name, std::string help, Labels labels, std::function<double()> read);
  // For counts that live elsewhere (Admission::refused): exposed as a counter, read at each scrape.
  void counter_from(std::string name,
                    std::string help,
                    Labels labels,
                    std::function<double()> read);

  // The whole exposition, version 0.0.4 of the text format.
  std::string prometheus() const;
  // Sum over all label sets of one counter name; 0 for an unknown one. For /status and statsd.
  std::uint64_t sum(std::string_view name) const;

 private:
  struct Entry;
  enum class Kind : std::uint8_t { counter, histogram, gauge, counter_from };

  // Finds or adds, under mutex_. `fresh` when it was added.
  struct Found {
    Entry* entry;
    bool fresh;
  };

  Found entry(Kind kind, std::string name, std::string help, Labels labels);
  void add_reader(
      Kind kind, std::string name, std::string help, Labels labels, std::function<double()> read);
  // Entries stay where they are and do not change once added, so they are read without the mutex:
  // a `read` function may take as long as it likes without stopping a room that is being built.
  std::vector<const Entry*> snapshot() const;

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
};

}  // namespace vitrine::observe
