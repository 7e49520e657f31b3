// Which life of the data in Redis this is. An epoch ends when Redis is started again or loses its
// data; the instances then settle what holds (settling.h) and write the next one.
//
// Its text is "run name position": the start of the server that it holds for, a random name, and
// the last position that everybody agreed on. What was read up to there still holds in this epoch.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "tallies/log.h"

namespace vitrine::store::redis {

struct Epoch {
  std::string text;
  std::string run;
  tallies::Position agreed = 0;
};

std::optional<Epoch> parse_epoch(std::string_view text);

// The epoch that this instance is in. Lives on: any thread (mutex).
class CurrentEpoch {
 public:
  void set(Epoch epoch) {
    const std::scoped_lock lock(mutex_);
    epoch_ = std::move(epoch);
  }

  Epoch get() const {
    const std::scoped_lock lock(mutex_);
    return epoch_;
  }

 private:
  mutable std::mutex mutex_;
  Epoch epoch_;
};

// 128 random bits in hexadecimal: names of epochs and instances.
std::string random_name();

}  // namespace vitrine::store::redis
