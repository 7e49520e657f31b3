#include "store/redis/log_reader.h"

#include <utility>

#include "store/redis/keys.h"
#include "store/redis/redis_failure.h"
#include "store/redis/scripts.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {

namespace {

constexpr std::size_t kPositionBytes = 22;
constexpr std::size_t kBucketsAtOnce = 8;

std::unexpected<Failure> not_understood(std::string_view what) {
  return std::unexpected(broken_connection(Broken::not_understood, what));
}

// [[log, [[id, [field, value]], …]]]
ReplyView entries_of(const News& news) {
  return news.entries ? (*news.entries)[0][1] : ReplyView(nullptr);
}

}  // namespace

std::size_t News::size() const {
  return entries_of(*this).size();
}

Result<News> LogReader::look(tallies::Position after, std::chrono::milliseconds wait) {
  Command read{"XREAD", "COUNT", std::to_string(kEntriesMax)};
  if (wait.count() > 0) {
    read.emplace_back("BLOCK");
    read.push_back(std::to_string(wait.count()));
  }
  read.insert(read.end(), {"STREAMS", kLogKey, id_of(after)});
  connection_.send(read);
  connection_.send({"MGET", kEpochKey, kCutKey});
  auto entries = connection_.receive();
  if (!entries && !connection_.is_open()) return std::unexpected(std::move(entries).error());
  // Received in any case, or it would be taken for the answer to the next command.
  TRY(const auto about, connection_.receive());
  if (!entries) return std::unexpected(std::move(entries).error());
  News news;
  news.epoch = about[0].text();
  if (!about[1].is_nil()) {
    const auto cut = position_of(about[1].text());
    if (!cut) return not_understood(about[1].text());
    news.cut = *cut;
  }
  if (entries->size() > 0) news.entries = std::move(*entries);
  return news;
}

Result<tallies::Position> LogReader::apply(const News& news,
                                           tallies::Reader& reader,
                                           const std::function<void(std::size_t)>& applied) const {
  const auto entries = entries_of(news);
  tallies::Position last = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto position = position_of(entries[i][0].text());
    if (!position) return not_understood(entries[i][0].text());
    last = *position;
    const auto fields = entries[i][1];
    if (fields[0].text() != "r") continue;
    const auto record = fields[1].text();
    reader.apply(record, last, time_of(last));
    applied(record.size());
  }
  return last;
}

Result<std::optional<tallies::Position>> LogReader::enter(const Epoch& epoch,
                                                          const std::string& instance) {
  TRY(const auto reply,
      connection_.run(kEnterScript, {kEpochKey, kReadersKey, kCutKey}, {epoch.text, instance}));
  if (reply[0].text() != "ok") return std::optional<tallies::Position>();
  const auto cut = position_of(reply[1].text());
  if (!cut) return not_understood(reply[1].text());
  return cut;
}

Result<void> LogReader::restore(tallies::Reader& reader,
                                const std::function<Result<void>()>& meanwhile) {
  for (std::size_t first = 0; first < kBuckets; first += kBucketsAtOnce) {
    for (std::size_t i = 0; i < kBucketsAtOnce; ++i) {
      connection_.send({"HGETALL", bucket_key(first + i)});
    }
    Result<void> done;
    for (std::size_t i = 0; i < kBucketsAtOnce; ++i) {
      const auto bucket = connection_.receive();
      if (!bucket) done = std::unexpected(bucket.error());
      if (bucket && done) done = restore_bucket(*bucket, reader);
    }
    TRY_VOID(std::move(done));
    TRY_VOID(meanwhile());
  }
  return {};
}

Result<void> LogReader::restore_bucket(const Reply& bucket, tallies::Reader& reader) {
  for (std::size_t i = 0; i + 1 < bucket.size(); i += 2) {
    const auto text = bucket[i + 1].text();
    const auto holds = position_of(text.substr(0, kPositionBytes));
    if (!holds) return not_understood("a state");
    const auto state = text.substr(kPositionBytes);
    // An empty one says that the key is gone.
    if (!state.empty()) reader.restore(bucket[i].text(), state, *holds);
  }
  return {};
}

}  // namespace vitrine::store::redis
