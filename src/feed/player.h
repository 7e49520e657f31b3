// Plays the sales of a feed at the pace of their time stamps.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <unordered_set>
#include <vector>

#include "feed/playing_state.h"
#include "feed/sale_feed.h"
#include "feed/till.h"
#include "runtime/clock.h"

namespace vitrine::feed {

struct PlayerOptions {
  // How many times as fast as the time stamps say; 0: without any pause.
  double speed = 1;
  // Sales are told as of the round that is played, with ids of that round; else as they are.
  bool anew = false;
};

// Lives on: one thread. Clock and sender outlive it.
class Player {
 public:
  // No gap of a feed is waited for longer than this.
  static constexpr std::chrono::minutes kGapMax{10};

  // `progress` hears of each step that is done with, to be kept: sales of the feed so far, of how
  // many.
  Player(PlayerOptions options,
         const Clock& clock,
         Sender& sender,
         Pause pause,
         std::function<void(std::size_t, std::size_t)> progress);

  // Goes on where `state` is and moves it. What was sent is not sent again.
  Sender::End play(const Feed& feed, PlayingState& state);

 private:
  std::chrono::milliseconds after_first(const Feed& feed, std::size_t at) const;
  std::vector<sales::Purchase> told(const Feed& feed,
                                    std::size_t at,
                                    const PlayingState& state) const;
  Sender::End wait_until(SteadyTime due);

  const PlayerOptions options_;
  const Clock& clock_;
  Sender& sender_;
  const Pause pause_;
  const std::function<void(std::size_t, std::size_t)> progress_;
};

}  // namespace vitrine::feed
