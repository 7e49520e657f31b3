#include "store/redis/job_news.h"

#include <array>
#include <chrono>
#include <ranges>
#include <utility>

namespace vitrine::store::redis {

namespace {

// Silence is no failure here; the system notices a server that has gone (TCP keep-alive).
constexpr Timeouts kTimeouts{.answer = std::chrono::milliseconds{0}};
constexpr std::chrono::milliseconds kPause{200};

}  // namespace

std::optional<jobs::Change> read_news(std::string_view line) {
  std::array<std::string_view, 5> words;
  for (auto& word : words) {
    const auto end = line.find(' ');
    if (end == std::string_view::npos) return std::nullopt;
    word = line.substr(0, end);
    line.remove_prefix(end + 1);
  }
  const auto state = jobs::state_named(words[0]);
  if (!state) return std::nullopt;
  return jobs::Change{.id = std::string(words[3]),
                      .kind = std::string(line),
                      .queue = std::string(words[4]),
                      .state = *state,
                      .state_is_new = words[1] == "1",
                      .cancel_asked = words[2] == "1"};
}

JobNews::JobNews(RedisAddress address,
                 std::string channel,
                 std::function<void(const jobs::Change&)> changed,
                 std::function<void()> missed)
    : channel_(std::move(channel)),
      changed_(std::move(changed)),
      missed_(std::move(missed)),
      connection_(std::move(address), kTimeouts),
      thread_({.name = "redis-news", .threads = 1}) {
  thread_.submit([this] { run(); });
}

JobNews::~JobNews() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  connection_.interrupt();
}

bool JobNews::pause() {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, kPause, [this] { return stopping_; });
}

bool JobNews::subscribe() {
  if (!connection_.open()) return false;
  return connection_.call({"SUBSCRIBE", channel_}).has_value();
}

void JobNews::run() {
  do {
    if (!subscribe()) continue;
    missed_();
    while (const auto reply = connection_.receive()) {
      if ((*reply)[0].text() != "message") continue;
      for (const auto line : std::views::split((*reply)[2].text(), '\n')) {
        if (const auto change = read_news(std::string_view(line))) changed_(*change);
      }
    }
  } while (pause());
}

}  // namespace vitrine::store::redis
