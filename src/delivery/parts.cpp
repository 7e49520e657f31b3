#include "delivery/parts.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "delivery/naming.h"
#include "delivery/verified.h"
#include "runtime/run_on.h"

namespace vitrine::delivery {

namespace {

OriginalsConfig originals_config(const Config& config) {
  return {.original_ttl = config.original_ttl,
          .file_ttl = config.file_ttl,
          .bytes_max = config.originals_bytes_max,
          .known_max = config.originals_known_max,
          .retry_after = std::max(config.negative.ttl, std::chrono::seconds{1}),
          .images = config.images};
}

}  // namespace

Delivery::Parts::Parts(Config configured,
                       OriginalFetcher& fetcher,
                       blobs::BlobStore& blobs,
                       Pool& render_pool,
                       Pool& file_pool,
                       TaskGroup& tasks,
                       const Clock& clock,
                       observe::Metrics& metrics,
                       observe::Log& log)
    : config(std::move(configured)),
      counters(metrics),
      rooms{fetcher, blobs, render_pool, file_pool, tasks, clock, log, counters, purges},
      trouble(rooms),
      failures(config.negative, clock),
      results({config.memory, config.disk, config.images}, rooms, trouble),
      originals(originals_config(config), rooms, trouble, results, failures),
      renderer({.images = config.images,
                .queue_max = config.render_queue_max,
                .planes_bytes_max = config.planes_bytes_max},
               rooms),
      flights(tasks),
      infos(tasks),
      popular(config.popular_pending_max, rooms, [this](SiblingOrder order) {
        return make_in_background(std::move(order));
      }) {
  expose(metrics);
}

Task<Result<Delivered>> Delivery::Parts::deliver(Order order) {
  const std::string source_key = order.source.key();
  const std::string item = images::canonical_name(order.recipe);
  const std::string key = result_key(source_key, item);
  while (true) {
    std::uint64_t times = 0;
    if (auto picture = results.find(source_key, item, &times)) {
      if (may_be_again(order.recipe) && times > config.webp_again) {
        popular.add_again(order);
        popular.go_on(co_await boost::asio::this_coro::executor);
      }
      co_return Delivered{std::move(picture), From::memory};
    }
    if (auto failure = failures.find(key)) co_return std::unexpected(*std::move(failure));

    const std::uint64_t generation = purges.generation(source_key);
    CO_TRY(Flown flown,
           co_await flights.run(key, [this, order] { return fly(order, Urgency::foreground); }));
    if (flown.gave_way || flown.generation < generation) continue;
    co_return std::move(flown.delivered);
  }
}

Task<Result<Delivery::Parts::Flown>> Delivery::Parts::fly(Order order, Urgency urgency) {
  const std::string source_key = order.source.key();
  Flown flown{.generation = purges.generation(source_key),
              .gave_way = false,
              .delivered = fail(FailureKind::unavailable, "The picture was not made")};
  flown.delivered = co_await make(std::move(order), urgency, flown.generation);
  flown.gave_way = urgency == Urgency::background && !flown.delivered &&
                   flown.delivered.error().kind == FailureKind::busy;
  co_return flown;
}

Task<Result<Delivered>> Delivery::Parts::make(Order order,
                                              Urgency urgency,
                                              std::uint64_t& generation) {
  const std::string source_key = order.source.key();
  CO_TRY(Original original, co_await originals.look(order.source));
  generation = original.generation;
  ResultId id(source_key, original, order.recipe);

  if (auto before = co_await made_before(id, original, order.recipe)) {
    co_return *std::move(before);
  }

  if (order.popular && originals.claim_new(source_key, original.version)) popular.add(order);
  if (!original.body.at_hand()) {
    CO_TRY(original, co_await originals.load(order.source));
    generation = original.generation;
    id = ResultId(source_key, original, order.recipe);
  }
  CO_TRY(auto picture,
         co_await render(std::move(id), std::move(original), std::move(order), urgency));
  co_return Delivered{std::move(picture), From::render};
}

bool Delivery::Parts::may_be_again(const images::Recipe& recipe) const {
  return config.webp_again != 0 && images::can_be_careful(recipe.format);
}

bool Delivery::Parts::begins_again(const cache::Entry& picture, std::uint64_t times) const {
  constexpr auto kCanBeCareful = images::Format::webp;
  return config.webp_again != 0 && times == config.webp_again &&
         picture.content_type == images::content_type(kCanBeCareful);
}

Task<std::optional<Delivered>> Delivery::Parts::made_before(ResultId id,
                                                            Original original,
                                                            images::Recipe recipe) {
  std::vector<ResultId> ids{id};
  if (may_be_again(recipe) && !recipe.careful) {
    recipe.careful = true;
    ids.emplace(ids.begin(), id.source_key, original, recipe);
    // Of the store, only this process's own are asked for: a look is a request where it is far.
    if (!results.knows(ids.front())) ids.erase(ids.begin());
  }
  for (const auto& one : ids) {
    if (auto picture = results.renew(one, original)) {
      co_return Delivered{std::move(picture), From::memory};
    }
    if (auto picture = co_await results.stored(one, original)) {
      co_return Delivered{std::move(picture), From::disk};
    }
  }
  co_return std::nullopt;
}

Task<Result<Picture>> Delivery::Parts::render(ResultId id,
                                              Original original,
                                              Order order,
                                              Urgency urgency) {
  // The slot is taken here, with the original at hand, so that a slow origin holds none.
  std::string name = Renderer::name_of(original, id.source_key);
  auto made =
      co_await renderer.render(std::move(original.body), std::move(name), {order.recipe}, urgency);
  if (urgency == Urgency::foreground) popular.go_on(co_await boost::asio::this_coro::executor);
  co_return co_await settle(std::move(id), std::move(original), std::move(made.front()));
}

Task<Result<Picture>> Delivery::Parts::settle(ResultId id,
                                              Original original,
                                              Result<images::Encoded> encoded) {
  if (encoded) {
    report_verified(*encoded, id, rooms);
    if (encoded->cut) {
      report_cut(id, rooms);
      originals.doubt(id.source_key, original.version);
    }
    co_return co_await results.keep(std::move(id), std::move(original), *std::move(encoded));
  }
  const std::string key = result_key(id.source_key, id.item);
  failures.remember(key, encoded.error());
  if (purges.generation(id.source_key) != original.generation) failures.forget(key);
  if (encoded.error().kind == FailureKind::unsupported) {
    originals.doubt(id.source_key, original.version);
  }
  co_return std::unexpected(std::move(encoded).error());
}

Task<Result<Description>> Delivery::Parts::describe(Order order) {
  const std::string source_key = order.source.key();
  if (auto picture = results.find(source_key, images::canonical_name(order.recipe))) {
    co_return Description{.etag = picture->etag,
                          .content_type = picture->content_type,
                          .modified = picture->modified,
                          .bytes = picture->bytes->size()};
  }
  auto failure = failures.find(result_key(source_key, images::canonical_name(order.recipe)));
  if (failure) co_return std::unexpected(*std::move(failure));
  CO_TRY(const Original original, co_await originals.look(order.source));
  images::Recipe recipe = order.recipe;
  recipe.careful = may_be_again(recipe);
  ResultId id(source_key, original, recipe);
  if (!results.knows(id)) id = ResultId(source_key, original, order.recipe);
  Description description{.etag = id.etag,
                          .content_type = std::string(images::content_type(order.recipe.format)),
                          .modified = original.modified,
                          .bytes = std::nullopt};
  description.bytes = co_await results.size(std::move(id));
  co_return description;
}

Task<Result<OriginalInfo>> Delivery::Parts::info(origin::Source source) {
  const std::string source_key = source.key();
  CO_TRY(const Original original, co_await originals.look(source));
  const auto known = originals.known().find(source_key, original.generation);
  if (known && known->info && known->version == original.version) co_return *known->info;
  const std::string key = source_key + '\n' + original.version;
  CO_TRY(const auto measured,
         co_await infos.run(key, [this, source] { return measure_loaded(source); }));
  co_return *measured;
}

Task<Result<std::shared_ptr<const OriginalInfo>>> Delivery::Parts::measure_loaded(
    origin::Source source) {
  CO_TRY(Original original, co_await originals.load(source));
  CO_TRY(OriginalInfo info,
         co_await run_on(rooms.files, [body = original.body, limits = config.images] {
           return measure(body, limits);
         }));
  auto shared = std::make_shared<const OriginalInfo>(std::move(info));
  originals.known().set_info(source.key(), original.version, shared);
  co_return shared;
}

Task<Result<std::uint64_t>> Delivery::Parts::purge(origin::Source source) {
  const std::string source_key = source.key();
  // Twice: what begins between the two may still see the copies that are being removed, and is for
  // those only who asked before the purge had ended.
  purges.advance(source_key);
  const auto removed = co_await results.forget(source_key);
  const auto had_copy = co_await originals.forget(source);
  purges.advance(source_key);
  failures.forget(source_key);
  failures.forget_prefix(source_key + '\n');
  if (!removed) co_return std::unexpected(removed.error());
  if (!had_copy) co_return std::unexpected(had_copy.error());
  co_return *removed + (*had_copy ? 1 : 0);
}

}  // namespace vitrine::delivery
