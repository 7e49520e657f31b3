// Records and saved states of the tallies, as a store may give them back that others write, in any
// order. Whatever was understood can be asked for and saved, and a second instance that is given
// what the first one saved says the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/task_group.h"
#include "tallies/operation.h"
#include "tallies/tallies.h"

using namespace vitrine;
using namespace vitrine::tallies;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

using States = std::map<std::string, std::pair<std::string, Position>>;

// A store that gives back what it is told, and nothing takes anything from it.
class ToldLog final : public Log {
 public:
  void start(Reader& reader) override { reader_ = &reader; }

  Task<Result<Position>> append(std::string /*record*/) override {
    co_return fail(FailureKind::unavailable, "nothing is appended here");
  }

  void stop() override {}

  std::string trouble() const override { return {}; }

  Reader& reader() { return *reader_; }

 private:
  Reader* reader_ = nullptr;
};

class Instance {
 public:
  Instance()
      : tasks_([](const std::string&, std::exception_ptr) { std::abort(); }),
        tallies(
            {.names_max = 1000, .hot_max = 64, .hot = {}},
            log_,
            {},
            tasks_,
            clock_,
            [](std::size_t bytes) { return std::string(bytes, 'x'); },
            metrics_) {
    tallies.start();
  }

  Reader& reader() { return log_.reader(); }

 private:
  ManualClock clock_;
  observe::Metrics metrics_;
  TaskGroup tasks_;
  ToldLog log_;

 public:
  Tallies tallies;
};

// An operation that is understood is written as it was read.
void require_written_as_read(std::string_view record) {
  ByteReader from(record);
  while (const auto operation = next_operation(from)) {
    std::string written;
    put_operation(written, *operation);
    ByteReader again(written);
    const auto read = next_operation(again);
    require(read && again.empty() && read->index() == operation->index());
    std::string twice;
    put_operation(twice, *read);
    require(twice == written);
  }
}

void tell(Reader& reader, ByteReader& from, Position& position) {
  const auto kind = from.number();
  const auto key = from.text();
  const auto bytes = from.text();
  switch (kind % 4) {
    case 0:
      return reader.restore(key, bytes, kind / 4);
    case 1:
      return reader.change_all();
    case 2:
      return reader.not_saved(reader.changed(kind / 4 % 8));
    default:
      // Up to some three hundred years away from 1970, as far as a clock can say.
      const auto at = static_cast<std::int64_t>(kind / 4 * 1000) % 9'000'000'000'000;
      require_written_as_read(bytes);
      reader.apply(bytes, ++position, WallTime{std::chrono::milliseconds{at}});
  }
}

States saved(Reader& reader) {
  States states;
  reader.change_all();
  for (auto some = reader.changed(16); !some.empty(); some = reader.changed(16)) {
    for (const auto& [key, state] : some) {
      if (!state.empty()) states[key] = {state, 0};
    }
  }
  return states;
}

void ask(const Tallies& tallies, std::string_view name) {
  static_cast<void>(tallies.page(name).has_value());
  static_cast<void>(tallies.history(name, Span::days).has_value());
  for (const auto& campaign : tallies.campaigns()) {
    const auto items = tallies.items(campaign.name, std::numeric_limits<std::size_t>::max());
    require(items.size() == campaign.items);
    std::uint64_t clicks = 0;
    for (const auto& item : items) {
      clicks += item.counts.clicks;
      static_cast<void>(tallies.url(campaign.name, item.name).has_value());
    }
    require(clicks == campaign.clicks);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto* const first = new Instance;
  static auto* const second = new Instance;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  first->reader().forget_all();
  second->reader().forget_all();
  Position position = 0;
  for (ByteReader from(bytes); !from.empty();) tell(first->reader(), from, position);
  ask(first->tallies, bytes);
  const auto states = saved(first->reader());
  for (const auto& [key, state] : states) second->reader().restore(key, state.first, state.second);
  ask(second->tallies, bytes);
  require(saved(second->reader()) == states);
  return 0;
}
