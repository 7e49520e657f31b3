#include "delivery/delivery.h"

#include <utility>

#include "delivery/parts.h"

namespace vitrine::delivery {

Delivery::Delivery(Config config,
                   OriginalFetcher& fetcher,
                   blobs::BlobStore& blobs,
                   Pool& render_pool,
                   Pool& file_pool,
                   TaskGroup& tasks,
                   const Clock& clock,
                   observe::Metrics& metrics,
                   observe::Log& log)
    : parts_(std::make_unique<Parts>(
          std::move(config), fetcher, blobs, render_pool, file_pool, tasks, clock, metrics, log)) {
}

Delivery::~Delivery() = default;

Task<void> Delivery::scan() {
  const auto results = co_await parts_->results.scan();
  if (!results) parts_->trouble.met(results.error());
  const auto originals = co_await parts_->originals.scan();
  if (!originals) parts_->trouble.met(originals.error());
}

Picture Delivery::find(std::string_view source_key, std::string_view item) {
  std::uint64_t times = 0;
  auto picture = parts_->results.find(source_key, item, &times);
  if (!picture || parts_->begins_again(*picture, times)) return nullptr;
  parts_->counters.delivered(From::memory);
  return picture;
}

Task<Result<Picture>> Delivery::deliver(Order order) {
  auto delivered = co_await parts_->deliver(std::move(order));
  if (!delivered) {
    parts_->counters.failed(delivered.error().kind);
    co_return std::unexpected(std::move(delivered).error());
  }
  parts_->counters.delivered(delivered->from);
  co_return std::move(delivered->picture);
}

Task<std::vector<Result<Picture>>> Delivery::deliver_many(origin::Source source,
                                                          std::vector<images::Recipe> recipes) {
  const auto delivered = co_await parts_->deliver_many(
      {.source = std::move(source), .recipes = std::move(recipes)}, Urgency::foreground);
  std::vector<Result<Picture>> pictures;
  for (const auto& one : delivered) {
    if (one) {
      parts_->counters.delivered(one->from);
      pictures.emplace_back(one->picture);
    } else {
      parts_->counters.failed(one.error().kind);
      pictures.emplace_back(std::unexpected(one.error()));
    }
  }
  co_return pictures;
}

Task<Result<Description>> Delivery::describe(Order order) {
  auto description = co_await parts_->describe(std::move(order));
  if (!description) parts_->counters.failed(description.error().kind);
  co_return description;
}

Task<Result<OriginalInfo>> Delivery::info(origin::Source source) {
  auto info = co_await parts_->info(std::move(source));
  if (!info) parts_->counters.failed(info.error().kind);
  co_return info;
}

Task<Result<std::uint64_t>> Delivery::purge(origin::Source source) {
  return parts_->purge(std::move(source));
}

void Delivery::stop_background() {
  parts_->popular.stop();
}

Activity Delivery::activity() const {
  const auto& memory = parts_->results.memory();
  const auto& disk = parts_->results.disk();
  return {.rendering = parts_->renderer.rendering(),
          .fetching = parts_->rooms.fetcher.fetching(),
          .memory_bytes = memory.bytes(),
          .memory_entries = memory.entries(),
          .disk_bytes = disk.bytes(),
          .disk_entries = disk.entries()};
}

}  // namespace vitrine::delivery
