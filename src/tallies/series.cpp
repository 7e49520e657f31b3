#include "tallies/series.h"

#include "tallies/bytes.h"

namespace vitrine::tallies {

namespace {

// A clock that goes back by less than this is being adjusted, by more it was wrong.
constexpr Second kAdjustmentMax = 60;

// As far from 1970 as a WallTime can be, 292 years. Times within can be told apart by subtraction.
constexpr Second kClockMax = 9'223'372'036;

// (age in slots, count) of the slots that are not zero, newest first, and their number in front.
template <std::size_t N>
void pack_ring(std::string& to, const Ring<N>& ring, std::int64_t head) {
  std::string slots;
  std::uint64_t count = 0;
  for (std::int64_t age = 0; age < Ring<N>::kSlots; ++age) {
    const auto n = ring.at(head - age, head);
    if (n == 0) continue;
    put_number(slots, static_cast<std::uint64_t>(age));
    put_number(slots, n);
    ++count;
  }
  put_number(to, count);
  to += slots;
}

template <std::size_t N>
void unpack_ring(ByteReader& from, Ring<N>& ring, std::int64_t head) {
  for (auto count = from.number(); count > 0 && !from.broken(); --count) {
    const auto age = from.number();
    const auto n = static_cast<std::uint32_t>(from.number());
    if (age < N) ring.add(head - static_cast<std::int64_t>(age), n, head);
  }
}

template <std::size_t N>
std::vector<std::uint32_t> slots_of(const Ring<N>& ring, std::int64_t last, std::int64_t head) {
  std::vector<std::uint32_t> slots;
  for (auto index = last - Ring<N>::kSlots + 1; index <= last; ++index) {
    slots.push_back(ring.at(index, head));
  }
  return slots;
}

}  // namespace

Windows& Series::heat() {
  if (!windows_) {
    windows_ = unpacked();
    packed_ = {};
  }
  return *windows_;
}

std::unique_ptr<Windows> Series::unpacked() const {
  auto windows = std::make_unique<Windows>();
  if (packed_.empty()) return windows;
  ByteReader from(packed_);
  unpack_ring(from, windows->seconds, latest_);
  unpack_ring(from, windows->minutes, latest_ / kMinute);
  unpack_ring(from, windows->half_hours, latest_ / kHalfHour);
  unpack_ring(from, windows->days, latest_ / kDay);
  return windows;
}

std::string Series::packed() const {
  if (!windows_) return packed_;
  std::string to;
  pack_ring(to, windows_->seconds, latest_);
  pack_ring(to, windows_->minutes, latest_ / kMinute);
  pack_ring(to, windows_->half_hours, latest_ / kHalfHour);
  pack_ring(to, windows_->days, latest_ / kDay);
  return to;
}

void Series::pack() {
  if (!windows_) return;
  packed_ = packed();
  packed_.shrink_to_fit();
  windows_.reset();
}

void Series::move_to(Second at) {
  auto& windows = *windows_;
  windows.seconds.move_head(latest_, at);
  windows.minutes.move_head(latest_ / kMinute, at / kMinute);
  windows.half_hours.move_head(latest_ / kHalfHour, at / kHalfHour);
  windows.days.move_head(latest_ / kDay, at / kDay);
  latest_ = at;
}

void Series::add(Second at, std::uint32_t n) {
  auto& windows = heat();
  if (at > latest_ || latest_ - at >= kAdjustmentMax) move_to(at);
  windows.seconds.add(at, n, latest_);
  windows.minutes.add(at / kMinute, n, latest_ / kMinute);
  windows.half_hours.add(at / kHalfHour, n, latest_ / kHalfHour);
  windows.days.add(at / kDay, n, latest_ / kDay);
  total_ += n;
}

std::uint64_t Series::last_minute(Second now) const {
  if (now - latest_ >= 60) return 0;
  if (windows_) return windows_->seconds.sum(now, 60, latest_);
  return unpacked()->seconds.sum(now, 60, latest_);
}

std::uint64_t Series::last_hour(Second now) const {
  if (now / kMinute - latest_ / kMinute >= 60) return 0;
  if (windows_) return windows_->minutes.sum(now / kMinute, 60, latest_ / kMinute);
  return unpacked()->minutes.sum(now / kMinute, 60, latest_ / kMinute);
}

std::uint64_t Series::today(Second now) const {
  if (now / kDay > latest_ / kDay) return 0;
  if (windows_) return windows_->days.at(now / kDay, latest_ / kDay);
  return unpacked()->days.at(now / kDay, latest_ / kDay);
}

std::uint64_t Series::minute_bits(Second now) const {
  const auto minute = now / kMinute;
  const auto head = latest_ / kMinute;
  if (minute - head >= 60) return 0;
  const auto cold = windows_ ? nullptr : unpacked();
  const auto& minutes = windows_ ? windows_->minutes : cold->minutes;
  std::uint64_t bits = 0;
  for (std::int64_t age = 0; age < 60; ++age) {
    if (minutes.at(minute - age, head) != 0) bits |= std::uint64_t{1} << age;
  }
  return bits;
}

std::vector<std::uint32_t> Series::history(Span span, Second now) const {
  const auto cold = windows_ ? nullptr : unpacked();
  const auto& windows = windows_ ? *windows_ : *cold;
  switch (span) {
    case Span::seconds:
      return slots_of(windows.seconds, now, latest_);
    case Span::minutes:
      return slots_of(windows.minutes, now / kMinute, latest_ / kMinute);
    case Span::half_hours:
      return slots_of(windows.half_hours, now / kHalfHour, latest_ / kHalfHour);
    case Span::days:
      return slots_of(windows.days, now / kDay, latest_ / kDay);
  }
  return {};
}

std::string Series::saved() const {
  std::string to;
  put_number(to, total_);
  put_number(to, static_cast<std::uint64_t>(latest_));
  put_text(to, packed());
  return to;
}

bool Series::restore(std::string_view bytes, Series& series) {
  ByteReader from(bytes);
  Series read;
  read.total_ = from.number();
  read.latest_ = static_cast<Second>(from.number());
  read.packed_ = from.text();
  if (from.broken() || read.latest_ < -kClockMax || read.latest_ > kClockMax) return false;
  series = std::move(read);
  return true;
}

}  // namespace vitrine::tallies
