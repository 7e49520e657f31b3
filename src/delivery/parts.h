// The inside of Delivery: its parts, and the steps of one picture between them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cache/negative_cache.h"
#include "cache/single_flight.h"
#include "delivery/counters.h"
#include "delivery/delivery.h"
#include "delivery/originals.h"
#include "delivery/popular.h"
#include "delivery/purges.h"
#include "delivery/renderer.h"
#include "delivery/results.h"
#include "delivery/rooms.h"
#include "delivery/store_trouble.h"

namespace vitrine::delivery {

struct Delivered {
  Picture picture;
  From from;
};

// Lives on: any thread.
struct Delivery::Parts {
  // Of one flight. Copied to everyone who waited for it.
  struct Flown {
    // Answers begun in an earlier generation are not for those who came later.
    std::uint64_t generation;
    // A background picture found no thread free. Whoever has joined it meanwhile will not wait.
    bool gave_way;
    Result<Delivered> delivered;
  };

  Parts(Config config,
        OriginalFetcher& fetcher,
        blobs::BlobStore& blobs,
        Pool& render_pool,
        Pool& file_pool,
        TaskGroup& tasks,
        const Clock& clock,
        observe::Metrics& metrics,
        observe::Log& log);

  Task<Result<Delivered>> deliver(Order order);
  // Are pictures like this made again with care, once they prove popular?
  bool may_be_again(const images::Recipe& recipe) const;
  // Is it now that this picture has been found as often as Config::webp_again says?
  bool begins_again(const cache::Entry& picture, std::uint64_t times) const;
  // In memory or on disk: made with care, or else as it was made at first.
  Task<std::optional<Delivered>> made_before(ResultId id, Original original, images::Recipe recipe);
  // For each recipe.
  Task<std::vector<Result<Delivered>>> deliver_many(SiblingOrder order, Urgency urgency);
  Task<Result<Flown>> fly(Order order, Urgency urgency);
  // The picture, when it is not fresh in memory. Moves `generation` on to that of the original.
  Task<Result<Delivered>> make(Order order, Urgency urgency, std::uint64_t& generation);
  Task<Result<Picture>> render(ResultId id, Original original, Order order, Urgency urgency);
  // Keeps what was rendered, or remembers why it was not.
  Task<Result<Picture>> settle(ResultId id, Original original, Result<images::Encoded> encoded);

  // What Popular wants to know; see there.
  Task<std::vector<Result<bool>>> make_in_background(SiblingOrder order);
  // A picture of several that are made together; nobody else is making it.
  struct Sibling;
  Task<void> make_siblings(origin::Source source, std::vector<Sibling>& siblings, Urgency urgency);
  // Answers those that have been made before, and gives the original of the others.
  Task<Result<Original>> look_for(origin::Source source, std::vector<Sibling>& siblings);
  // A picture that somebody else is making.
  Task<Result<Delivered>> join(Order order, Urgency urgency);

  Task<Result<Description>> describe(Order order);
  Task<Result<OriginalInfo>> info(origin::Source source);
  Task<Result<std::shared_ptr<const OriginalInfo>>> measure_loaded(origin::Source source);
  Task<Result<std::uint64_t>> purge(origin::Source source);

  void expose(observe::Metrics& metrics);

  const Config config;
  Counters counters;
  Purges purges;
  const Rooms rooms;
  StoreTrouble trouble;
  // Under Source::key() for an original, with the recipe behind it for one result.
  cache::NegativeCache failures;
  Results results;
  Originals originals;
  Renderer renderer;
  cache::SingleFlight<Flown> flights;
  cache::SingleFlight<std::shared_ptr<const OriginalInfo>> infos;
  Popular popular;
};

}  // namespace vitrine::delivery
