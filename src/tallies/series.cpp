#include "tallies/series.h"

#include "tallies/bytes.h"

namespace vitrine::tallies {

namespace {

// A clock that goes back by less than this is being adjusted, by more it was wrong.
constexpr Second kAdjustmentMax = 60;

// What the library's strings hold without memory of their own: seven counts, a minute apart.
constexpr std::size_t kNotesMax = 15;

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

std::uint64_t bits_of(const Ring<60>& minutes, std::int64_t minute, std::int64_t head) {
  std::uint64_t bits = 0;
  for (std::int64_t age = 0; age < 60; ++age) {
    if (minutes.at(minute - age, head) != 0) bits |= std::uint64_t{1} << age;
  }
  return bits;
}

std::string pack_windows(const Windows& windows, Second latest) {
  std::string to;
  pack_ring(to, windows.seconds, latest);
  pack_ring(to, windows.minutes, latest / kMinute);
  pack_ring(to, windows.half_hours, latest / kHalfHour);
  pack_ring(to, windows.days, latest / kDay);
  return to;
}

// Does a count at `at` move the head of the rings?
bool moves(Second latest, Second at) {
  return at > latest || latest - at >= kAdjustmentMax;
}

void count_in(Windows& windows, Second& latest, Second at, std::uint32_t n) {
  if (moves(latest, at)) {
    windows.seconds.move_head(latest, at);
    windows.minutes.move_head(latest / kMinute, at / kMinute);
    windows.half_hours.move_head(latest / kHalfHour, at / kHalfHour);
    windows.days.move_head(latest / kDay, at / kDay);
    latest = at;
  }
  windows.seconds.add(at, n, latest);
  windows.minutes.add(at / kMinute, n, latest / kMinute);
  windows.half_hours.add(at / kHalfHour, n, latest / kHalfHour);
  windows.days.add(at / kDay, n, latest / kDay);
}

// Steps back and forth as small numbers.
std::uint64_t folded(Second step) {
  return (static_cast<std::uint64_t>(step) << 1) ^ static_cast<std::uint64_t>(step >> 63);
}

Second unfolded(std::uint64_t number) {
  return static_cast<Second>(number >> 1) ^ -static_cast<Second>(number & 1);
}

}  // namespace

Windows Series::unpacked() const {
  Windows windows;
  ByteReader slots(packed_);
  unpack_ring(slots, windows.seconds, packed_at_);
  unpack_ring(slots, windows.minutes, packed_at_ / kMinute);
  unpack_ring(slots, windows.half_hours, packed_at_ / kHalfHour);
  unpack_ring(slots, windows.days, packed_at_ / kDay);
  auto latest = packed_at_;
  for (ByteReader notes(notes_); !notes.empty();) {
    const auto at = latest + unfolded(notes.number());
    count_in(windows, latest, at, static_cast<std::uint32_t>(notes.number()));
  }
  return windows;
}

std::string Series::packed() const {
  if (!windows_ && notes_.empty()) return packed_;
  return windows_ ? pack_windows(*windows_, latest_) : pack_windows(unpacked(), latest_);
}

void Series::pack() {
  if (!windows_) return;
  packed_ = packed();
  packed_.shrink_to_fit();
  packed_at_ = latest_;
  windows_.reset();
}

// False: there is no room.
bool Series::note(Second at, std::uint32_t n) {
  const auto size = notes_.size();
  put_number(notes_, folded(at - latest_));
  put_number(notes_, n);
  if (notes_.size() <= kNotesMax) return true;
  notes_.resize(size);
  return false;
}

void Series::add(Second at, std::uint32_t n) {
  // The first note has no large step in front.
  if (total_ == 0) packed_at_ = latest_ = at;
  total_ += n;
  if (!windows_ && note(at, n)) {
    if (moves(latest_, at)) latest_ = at;
    return;
  }
  if (!windows_) {
    windows_ = std::make_unique<Windows>(unpacked());
    packed_ = {};
    notes_ = {};
  }
  count_in(*windows_, latest_, at, n);
}

Series::Recent Series::recent(Second now) const {
  const auto look = [&](const Windows& windows) -> Recent {
    return {.last_minute = windows.seconds.sum(now, 60, latest_),
            .last_hour = windows.minutes.sum(now / kMinute, 60, latest_ / kMinute),
            .today = windows.days.at(now / kDay, latest_ / kDay)};
  };
  if (windows_) return look(*windows_);
  // Nothing of today and of the last hour.
  if (now / kDay > latest_ / kDay && now / kMinute - latest_ / kMinute >= 60) return {};
  return look(unpacked());
}

std::uint64_t Series::minute_bits(Second now) const {
  const auto minute = now / kMinute;
  const auto head = latest_ / kMinute;
  if (minute - head >= 60) return 0;
  return windows_ ? bits_of(windows_->minutes, minute, head)
                  : bits_of(unpacked().minutes, minute, head);
}

std::vector<std::uint32_t> Series::history(Span span, Second now) const {
  const auto look = [&](const Windows& windows) -> std::vector<std::uint32_t> {
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
  };
  return windows_ ? look(*windows_) : look(unpacked());
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
  read.packed_at_ = read.latest_;
  if (from.broken() || read.latest_ < -kClockMax || read.latest_ > kClockMax) return false;
  series = std::move(read);
  return true;
}

}  // namespace vitrine::tallies
