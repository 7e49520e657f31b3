#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "app/sell.h"
#include "app/sell_flags.h"
#include "crypto/digest.h"
#include "feed/player.h"
#include "feed/playing_state.h"
#include "feed/web_till.h"
#include "runtime/clock.h"

namespace vitrine::app {

namespace {

using feed::Sender;

constexpr int kExitBadUse = 2;
// Between two looks at a feed that has nothing more to tell.
constexpr std::chrono::seconds kLookAgainMin{2};
constexpr std::chrono::seconds kLookAgainMax{600};

// On standard error. Lives on: one thread.
class Screen {
 public:
  void say(const std::string& words) {
    clear();
    std::cerr << words << "\n";
  }

  void progress(std::size_t done, std::size_t of, const feed::SentCounts& counts) {
    const auto now = std::chrono::steady_clock::now();
    const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
    if (done < of && now - shown_ < pause) return;
    shown_ = now;
    const auto numbers = fmt::format("{}/{} sales, {} purchases taken, {} refused, {} passed over",
                                     done,
                                     of,
                                     counts.taken,
                                     counts.refused,
                                     skipped_);
    if (!terminal_) {
      std::cerr << numbers << "\n";
      return;
    }
    constexpr std::size_t kWidth = 30;
    const auto filled = of == 0 ? kWidth : done * kWidth / of;
    clear();
    std::cerr << "[" << std::string(filled, '#') << std::string(kWidth - filled, '.') << "] "
              << numbers << std::flush;
    bar_ = true;
  }

  void skipped(const feed::Feed& feed) {
    skipped_ += feed.skipped;
    for (const auto& mistake : feed.mistakes) say("passed over: " + mistake);
    if (feed.skipped > feed.mistakes.size()) {
      say(fmt::format("passed over: {} more", feed.skipped - feed.mistakes.size()));
    }
  }

  ~Screen() {
    if (bar_) std::cerr << "\n";
  }

 private:
  void clear() {
    if (bar_) std::cerr << "\r\033[K";
    bar_ = false;
  }

  const bool terminal_ = isatty(STDERR_FILENO) == 1;
  bool bar_ = false;
  std::size_t skipped_ = 0;
  std::chrono::steady_clock::time_point shown_{};
};

struct Order {
  std::string what;
  bool is_url = false;
  bool loop = false;
  double speed = 1;
  std::string state_file;
};

Result<Order> read_order(const Arguments& arguments) {
  if (arguments.operands.size() != 1) {
    return fail(FailureKind::bad_request, "Name one FILE or URL to play");
  }
  Order order;
  order.what = arguments.operands.front();
  order.is_url = order.what.starts_with("http://") || order.what.starts_with("https://");
  order.loop = arguments.own.contains("loop");
  TRY(order.speed, decimal_flag(arguments, "speed", 1, 0, 1'000'000));
  const auto digest = crypto::hex(crypto::sha256(order.what)).substr(0, 16);
  order.state_file = own_flag(arguments, "state", "vitrine-replay-" + digest + ".state");
  if (order.is_url && order.loop) {
    return fail(FailureKind::bad_request, "A URL is asked again by itself; --loop is for files");
  }
  return order;
}

// Everything that a replay works with. Lives on: one thread.
class Replay {
 public:
  Replay(const Config& config, const Arguments& arguments, Order order, const Signals& signals)
      : order_(std::move(order)),
        config_(config),
        web_(web_limits(config)),
        pause_(pause_until_signal(signals)),
        sender_(feed::web_till(web_, till_url(config, arguments), till_key(config, arguments)),
                pause_,
                [this](const std::string& words) { screen_.say(words); }),
        player_({.speed = order_.speed, .anew = order_.loop},
                clock_,
                sender_,
                pause_,
                [this](std::size_t done, std::size_t of) { kept(done, of); }) {}

  int run() {
    const auto ran = order_.is_url ? follow() : play_file();
    if (!ran) {
      screen_.say("vitrine replay: " + ran.error().public_message);
      return kExitBadUse;
    }
    const bool well = *ran != Sender::End::forbidden && sender_.counts().refused == 0;
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
  }

 private:
  void kept(std::size_t done, std::size_t of) {
    if (const auto saved = feed::save_state(order_.state_file, state_); !saved) {
      screen_.say(saved.error().public_message);
    }
    screen_.progress(done, of, sender_.counts());
  }

  sales::Moment now() const { return std::chrono::floor<std::chrono::milliseconds>(clock_.wall()); }

  Result<Sender::End> play_file() {
    std::ifstream stream(order_.what, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) return fail(FailureKind::bad_request, "The file cannot be read");
    TRY(const auto feed, feed::read_feed(text, clock_.wall()));
    screen_.skipped(feed);
    TRY(state_, feed::load_state(order_.state_file, crypto::hex(crypto::sha256(text))));
    while (true) {
      if (state_.round_start == sales::Moment{}) state_.round_start = now();
      const auto end = player_.play(feed, state_);
      if (end != Sender::End::done || !order_.loop || feed.sales.empty()) return end;
      state_.round_start = now();
      state_.position = 0;
      // A feed of one moment must not be played without a breath.
      if (!pause_(kLookAgainMin)) return Sender::End::stopped;
    }
  }

  Result<Sender::End> follow() {
    TRY(const auto guard,
        origin::AddressGuard::from(config_.origin.allow_private, config_.origin.ports));
    TRY(state_, feed::load_state(order_.state_file, crypto::hex(crypto::sha256(order_.what))));
    feed::Backoff backoff;
    while (true) {
      auto feed = look(guard);
      std::chrono::milliseconds wait{0};
      if (feed) {
        backoff.over();
        screen_.skipped(*feed);
        state_.position = 0;
        const auto end = player_.play(*feed, state_);
        if (end != Sender::End::done) return end;
        wait = until_more(*feed);
      } else {
        if (feed.error().kind == FailureKind::not_allowed) return std::unexpected(feed.error());
        wait = backoff.next();
        screen_.say(fmt::format("{}: {}; next try in {} s",
                                order_.what,
                                feed.error().public_message,
                                wait.count() / 1000));
      }
      if (!pause_(wait)) return Sender::End::stopped;
    }
  }

  Result<feed::Feed> look(const origin::AddressGuard& guard) {
    TRY(const auto reply, web_.get(order_.what, guard));
    if (reply.status != 200) {
      return fail(FailureKind::upstream, fmt::format("it answers {}", reply.status));
    }
    return feed::read_feed(reply.body, clock_.wall());
  }

  std::chrono::milliseconds until_more(const feed::Feed& feed) const {
    const auto due = feed.end.value_or(sales::Moment{}) + feed.delay + std::chrono::seconds(3);
    return std::clamp<std::chrono::milliseconds>(due - now(), kLookAgainMin, kLookAgainMax);
  }

  const Order order_;
  const Config& config_;
  const SystemClock clock_;
  Screen screen_;
  feed::PlayingState state_;
  feed::Web web_;
  const feed::Pause pause_;
  Sender sender_;
  feed::Player player_;
};

}  // namespace

int run_replay(const Config& config, const Arguments& arguments, const Signals& signals) {
  auto order = read_order(arguments);
  if (!order) {
    std::cerr << "vitrine replay: " << order.error().public_message << "\n";
    return kExitBadUse;
  }
  return Replay(config, arguments, *std::move(order), signals).run();
}

}  // namespace vitrine::app
