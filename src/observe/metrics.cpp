#include "observe/metrics.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include <prometheus/check_names.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace vitrine::observe {

struct Metrics::Entry {
  Kind kind;
  std::string name;
  std::string help;
  Labels labels;
  std::unique_ptr<Counter> counter;
  std::unique_ptr<Histogram> histogram;
  std::function<double()> read;
};

namespace {

prometheus::ClientMetric::Histogram to_prometheus(const Histogram& histogram) {
  prometheus::ClientMetric::Histogram out;
  // The count is read last: a line that is observed meanwhile may be in it and not in the buckets,
  // but no bucket may ever exceed it.
  const auto cumulative = histogram.cumulative();
  for (std::size_t i = 0; i < cumulative.size(); ++i) {
    out.bucket.push_back({cumulative[i], Histogram::kBounds[i]});
  }
  out.sample_sum = histogram.sum();
  out.sample_count = histogram.count();
  return out;
}

}  // namespace

std::size_t this_stripe() {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t stripe =
      threads.fetch_add(1, std::memory_order_relaxed) % kStripes;
  return stripe;
}

std::uint64_t Counter::value() const {
  std::uint64_t sum = 0;
  for (const auto& stripe : stripes_) sum += stripe.n.load(std::memory_order_relaxed);
  return sum;
}

void Histogram::observe(double seconds) {
  // A negative duration comes only from a clock that jumped, and counts as none.
  const double bounded = std::clamp(seconds, 0.0, 1e9);
  const auto* const bound = std::ranges::lower_bound(kBounds, bounded);
  buckets_[static_cast<std::size_t>(bound - kBounds.begin())].add();
  nanoseconds_.add(static_cast<std::uint64_t>(bounded * 1e9));
}

std::uint64_t Histogram::count() const {
  std::uint64_t sum = 0;
  for (const auto& bucket : buckets_) sum += bucket.value();
  return sum;
}

double Histogram::sum() const {
  return static_cast<double>(nanoseconds_.value()) / 1e9;
}

std::array<std::uint64_t, Histogram::kBounds.size()> Histogram::cumulative() const {
  std::array<std::uint64_t, kBounds.size()> out{};
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    sum += buckets_[i].value();
    out[i] = sum;
  }
  return out;
}

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

Metrics::Found Metrics::entry(Kind kind, std::string name, std::string help, Labels labels) {
  if (!prometheus::CheckMetricName(name)) throw std::logic_error("malformed metric name: " + name);
  for (const auto& [label, value] : labels) {
    if (!prometheus::CheckLabelName(label)) {
      throw std::logic_error("malformed label of " + name);
    }
  }
  for (auto& entry : entries_) {
    if (entry.name != name) continue;
    if (entry.kind != kind) throw std::logic_error("metric has another kind already: " + name);
    if (entry.labels == labels) return {&entry, false};
  }
  entries_.push_back(Entry{kind, std::move(name), std::move(help), std::move(labels), {}, {}, {}});
  return {&entries_.back(), true};
}

Counter& Metrics::counter(std::string name, std::string help, Labels labels) {
  const std::scoped_lock lock(mutex_);
  auto [entry, fresh] =
      this->entry(Kind::counter, std::move(name), std::move(help), std::move(labels));
  if (fresh) entry->counter = std::make_unique<Counter>();
  return *entry->counter;
}

Histogram& Metrics::histogram(std::string name, std::string help, Labels labels) {
  const std::scoped_lock lock(mutex_);
  auto [entry, fresh] =
      this->entry(Kind::histogram, std::move(name), std::move(help), std::move(labels));
  if (fresh) entry->histogram = std::make_unique<Histogram>();
  return *entry->histogram;
}

void Metrics::add_reader(
    Kind kind, std::string name, std::string help, Labels labels, std::function<double()> read) {
  const std::scoped_lock lock(mutex_);
  auto [entry, fresh] = this->entry(kind, std::move(name), std::move(help), std::move(labels));
  if (!fresh) throw std::logic_error("metric is registered already: " + entry->name);
  entry->read = std::move(read);
}

void Metrics::gauge(std::string name,
                    std::string help,
                    Labels labels,
                    std::function<double()> read) {
  add_reader(Kind::gauge, std::move(name), std::move(help), std::move(labels), std::move(read));
}

void Metrics::counter_from(std::string name,
                           std::string help,
                           Labels labels,
                           std::function<double()> read) {
  add_reader(
      Kind::counter_from, std::move(name), std::move(help), std::move(labels), std::move(read));
}

std::vector<const Metrics::Entry*> Metrics::snapshot() const {
  const std::scoped_lock lock(mutex_);
  std::vector<const Entry*> out;
  out.reserve(entries_.size());
  for (const auto& entry : entries_) out.push_back(&entry);
  return out;
}

std::string Metrics::prometheus() const {
  std::vector<prometheus::MetricFamily> families;
  std::unordered_map<std::string, std::size_t> family_of;
  for (const Entry* entry : snapshot()) {
    const auto [found, fresh] = family_of.try_emplace(entry->name, families.size());
    if (fresh) {
      constexpr std::array kTypes = {prometheus::MetricType::Counter,
                                     prometheus::MetricType::Histogram,
                                     prometheus::MetricType::Gauge,
                                     prometheus::MetricType::Counter};
      families.push_back(
          {entry->name, entry->help, kTypes[static_cast<std::size_t>(entry->kind)], {}});
    }
    auto& metric = families[found->second].metric.emplace_back();
    for (const auto& [label, value] : entry->labels) metric.label.push_back({label, value});
    switch (entry->kind) {
      case Kind::counter:
        metric.counter.value = static_cast<double>(entry->counter->value());
        break;
      case Kind::histogram:
        metric.histogram = to_prometheus(*entry->histogram);
        break;
      case Kind::gauge:
        metric.gauge.value = entry->read();
        break;
      case Kind::counter_from:
        metric.counter.value = entry->read();
        break;
    }
  }
  return prometheus::TextSerializer().Serialize(families);
}

std::uint64_t Metrics::sum(std::string_view name) const {
  std::uint64_t sum = 0;
  for (const Entry* entry : snapshot()) {
    if (entry->name != name) continue;
    if (entry->kind == Kind::counter) sum += entry->counter->value();
    if (entry->kind == Kind::counter_from) sum += static_cast<std::uint64_t>(entry->read());
  }
  return sum;
}

}  // namespace vitrine::observe
