#include "tallies/visitors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "tallies/bytes.h"

namespace vitrine::tallies {

namespace {

constexpr std::size_t kSparseMax = 1300;
constexpr unsigned kHashBits = 64;
constexpr std::uint8_t kRankMax = kHashBits - kPlaceBits + 1;

// The bias constant of the paper for 128 registers and more.
constexpr double kAlpha = 0.7213 / (1 + 1.079 / static_cast<double>(kPlaces));

// The sum of all registers is below 2,048, so it fits into 64 bits.
constexpr unsigned kUnitBits = 52;
constexpr auto kUnit = static_cast<double>(std::uint64_t{1} << kUnitBits);

std::uint64_t rarity(std::uint8_t rank) {
  return rank == 0 || rank > kUnitBits ? 0 : std::uint64_t{1} << (kUnitBits - rank);
}

}  // namespace

Trace trace_of(std::uint64_t hash) {
  const auto place = static_cast<std::uint16_t>(hash >> (kHashBits - kPlaceBits));
  // A one behind the last bit bounds the run of zeros.
  const auto rest = (hash << kPlaceBits) | (std::uint64_t{1} << (kPlaceBits - 1));
  return {.place = place, .rank = static_cast<std::uint8_t>(std::countl_zero(rest) + 1)};
}

void Visitors::add(std::int64_t day, Trace trace) {
  if (trace.place >= kPlaces || trace.rank == 0 || trace.rank > kRankMax) return;
  if (day != day_) *this = {};
  day_ = day;
  if (!registers_.empty()) {
    auto& rank = registers_[trace.place];
    if (trace.rank > rank) note(std::exchange(rank, trace.rank), trace.rank);
    return;
  }
  const auto at = std::ranges::lower_bound(sparse_, trace.place, {}, &Trace::place);
  if (at != sparse_.end() && at->place == trace.place) {
    if (trace.rank > at->rank) note(std::exchange(at->rank, trace.rank), trace.rank);
    return;
  }
  note(0, trace.rank);
  sparse_.insert(at, trace);
  if (sparse_.size() <= kSparseMax) return;
  registers_.assign(kPlaces, 0);
  for (const auto& one : sparse_) registers_[one.place] = one.rank;
  sparse_ = {};
}

void Visitors::note(std::uint8_t rank_before, std::uint8_t rank) {
  sum_ += rarity(rank) - rarity(rank_before);
  if (rank_before == 0) ++seen_;
}

std::uint64_t Visitors::count(std::int64_t day) const {
  if (day != day_) return 0;
  const double sum = static_cast<double>(sum_) / kUnit;
  const auto empty = static_cast<double>(kPlaces - seen_);
  constexpr auto kAll = static_cast<double>(kPlaces);
  const double estimate = kAlpha * kAll * kAll / (sum + empty);
  // Few visitors: linear counting over the empty registers is closer.
  const bool few = estimate <= 2.5 * kAll && empty > 0;
  return static_cast<std::uint64_t>(std::llround(few ? kAll * std::log(kAll / empty) : estimate));
}

std::uint8_t Visitors::rank_at(std::uint16_t place) const {
  if (!registers_.empty()) return registers_[place];
  const auto at = std::ranges::lower_bound(sparse_, place, {}, &Trace::place);
  return at != sparse_.end() && at->place == place ? at->rank : 0;
}

std::string Visitors::saved() const {
  std::string to;
  put_number(to, static_cast<std::uint64_t>(day_));
  std::uint16_t next = 0;
  for (std::uint16_t place = 0; place < kPlaces; ++place) {
    const auto rank = rank_at(place);
    if (rank == 0) continue;
    put_number(to, place - next);
    put_number(to, rank);
    next = place;
  }
  return to;
}

bool Visitors::restore(std::string_view bytes, Visitors& visitors) {
  ByteReader from(bytes);
  Visitors read;
  const auto day = static_cast<std::int64_t>(from.number());
  read.day_ = day;
  std::uint64_t place = 0;
  while (!from.empty()) {
    place += from.number();
    const auto rank = from.number();
    if (from.broken() || place >= kPlaces || rank == 0 || rank > kRankMax) return false;
    read.add(day, {static_cast<std::uint16_t>(place), static_cast<std::uint8_t>(rank)});
  }
  if (from.broken()) return false;
  visitors = std::move(read);
  return true;
}

}  // namespace vitrine::tallies
