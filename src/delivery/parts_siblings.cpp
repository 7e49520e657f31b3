// Several pictures of one original, from one look at it and, where they can share one, one decode.
#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "delivery/naming.h"
#include "delivery/parts.h"

namespace vitrine::delivery {

namespace {

Result<Delivered> rendered(Result<Picture> picture) {
  if (!picture) return std::unexpected(std::move(picture).error());
  return Delivered{*std::move(picture), From::render};
}

}  // namespace

struct Delivery::Parts::Sibling {
  void land(std::uint64_t generation, bool gave_way, Result<Delivered> delivered) {
    claim.land(Flown{.generation = generation, .gave_way = gave_way, .delivered = delivered});
    answer = std::move(delivered);
  }

  // Among the recipes of the order.
  std::size_t place;
  images::Recipe recipe;
  cache::SingleFlight<Flown>::Claim claim;
  // Of the original as it was found last.
  std::optional<ResultId> id = {};
  std::optional<Result<Delivered>> answer = {};
};

Task<std::vector<Result<Delivered>>> Delivery::Parts::deliver_many(SiblingOrder order,
                                                                   Urgency urgency) {
  const std::string source_key = order.source.key();
  std::vector<std::optional<Result<Delivered>>> answers(order.recipes.size());
  {
    std::vector<Sibling> siblings;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string item = images::canonical_name(order.recipes[i]);
      const std::string key = result_key(source_key, item);
      if (auto picture = results.find(source_key, item)) {
        answers[i] = Delivered{std::move(picture), From::memory};
      } else if (auto failure = failures.find(key)) {
        answers[i] = std::unexpected(*std::move(failure));
      } else if (auto claim = flights.claim(key)) {
        siblings.push_back({.place = i, .recipe = order.recipes[i], .claim = *std::move(claim)});
      }
    }
    if (!siblings.empty()) co_await make_siblings(order.source, siblings, urgency);
    for (auto& sibling : siblings) answers[sibling.place] = std::move(sibling.answer);
  }
  // Only now that nobody waits for us.
  std::vector<Result<Delivered>> delivered;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i]) {
      Order one{.source = order.source, .recipe = order.recipes[i], .popular = nullptr};
      answers[i] = co_await join(std::move(one), urgency);
    }
    delivered.push_back(*std::move(answers[i]));
  }
  co_return delivered;
}

Task<void> Delivery::Parts::make_siblings(origin::Source source,
                                          std::vector<Sibling>& siblings,
                                          Urgency urgency) {
  const std::string source_key = source.key();
  const std::uint64_t generation = purges.generation(source_key);
  Result<Original> original = co_await look_for(std::move(source), siblings);
  std::vector<Sibling*> missing;
  for (auto& sibling : siblings) {
    if (!sibling.answer) missing.push_back(&sibling);
  }
  if (missing.empty()) co_return;
  if (!original) {
    for (auto* sibling : missing) {
      sibling->land(generation, false, std::unexpected(original.error()));
    }
    co_return;
  }
  std::vector<images::Recipe> recipes;
  for (const auto* sibling : missing) recipes.push_back(sibling->recipe);
  std::string name = Renderer::name_of(*original, source_key);
  auto made = co_await renderer.render(
      std::move(original->body), std::move(name), std::move(recipes), urgency);
  if (urgency == Urgency::foreground) popular.go_on(co_await boost::asio::this_coro::executor);
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const bool gave_way =
        urgency == Urgency::background && !made[i] && made[i].error().kind == FailureKind::busy;
    Sibling& sibling = *missing[i];
    auto picture = co_await settle(*sibling.id, *original, std::move(made[i]));
    sibling.land(original->generation, gave_way, rendered(std::move(picture)));
  }
}

Task<Result<Original>> Delivery::Parts::look_for(origin::Source source,
                                                 std::vector<Sibling>& siblings) {
  const std::string source_key = source.key();
  CO_TRY(Original original, co_await originals.look(source));
  bool all_found = true;
  for (auto& sibling : siblings) {
    sibling.id.emplace(source_key, original, sibling.recipe);
    auto before = co_await made_before(*sibling.id, original, sibling.recipe);
    if (before) {
      sibling.land(original.generation, false, *std::move(before));
    } else {
      all_found = false;
    }
  }
  if (all_found || original.body.at_hand()) co_return original;
  CO_TRY(original, co_await originals.load(source));
  for (auto& sibling : siblings) sibling.id.emplace(source_key, original, sibling.recipe);
  co_return original;
}

Task<Result<Delivered>> Delivery::Parts::join(Order order, Urgency urgency) {
  if (urgency == Urgency::foreground) co_return co_await deliver(std::move(order));
  std::string key = result_key(order.source.key(), images::canonical_name(order.recipe));
  CO_TRY(Flown flown, co_await flights.run(std::move(key), [this, order] {
    return fly(order, Urgency::background);
  }));
  co_return std::move(flown.delivered);
}

Task<std::vector<Result<bool>>> Delivery::Parts::make_in_background(SiblingOrder order) {
  const auto delivered = co_await deliver_many(std::move(order), Urgency::background);
  std::vector<Result<bool>> made;
  for (const auto& one : delivered) {
    if (one) {
      made.emplace_back(one->from == From::render);
    } else {
      made.emplace_back(std::unexpected(one.error()));
    }
  }
  co_return made;
}

}  // namespace vitrine::delivery
