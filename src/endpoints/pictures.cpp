#include "endpoints/pictures.h"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "endpoints/picture_name.h"
#include "endpoints/source_rule.h"

namespace vitrine::endpoints {

namespace {

// "a/b/w500.jpg" to "a/b" and "w500.jpg"; the id is empty when there is no slash.
std::pair<std::string_view, std::string_view> split_last(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return {{}, path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

// A live picture has no date: an older state of it may be newer than its original.
constexpr std::string_view kLive = "public, max-age=1, stale-while-revalidate=30";

struct Kept {
  bool negotiated = false;
  bool live = false;
};

http::Representation representation(const Namespace& space,
                                    std::string_view etag,
                                    std::string_view content_type,
                                    WallTime modified,
                                    Kept kept) {
  return {.etag = etag,
          .modified = kept.live ? WallTime{} : modified,
          .content_type = content_type,
          .cache_control = kept.live ? kLive : std::string_view(space.cache_control()),
          .vary_accept = kept.negotiated};
}

http::Response answer_with(const Namespace& space,
                           const http::Request& request,
                           const delivery::Picture& picture,
                           Kept kept) {
  auto facts = representation(space, picture->etag, picture->content_type, picture->modified, kept);
  if (picture->cut && !kept.live) facts.cache_control = space.brief_cache_control();
  http::Body body;
  if (picture->bytes) {
    body = http::ByteSlice{picture->bytes, *picture->bytes};
  } else {
    body = http::FileSlice{picture->file, 0, picture->file->bytes};
  }
  return http::representation_response(request, facts, std::move(body));
}

bool asks_about_tag(const http::Request& request) {
  return request.header("If-None-Match") || request.header("If-Modified-Since");
}

}  // namespace

struct Pictures::Counters {
  std::map<std::string, std::map<std::string, observe::Counter*, std::less<>>, std::less<>> asked;
  observe::Counter* failed = nullptr;

  void count(std::string_view space, std::string_view extension) {
    const auto by_space = asked.find(space);
    if (by_space == asked.end()) return;
    const auto counter = by_space->second.find(extension);
    if (counter != by_space->second.end()) counter->second->add();
  }
};

Pictures::Pictures(PicturesConfig config, delivery::Delivery& delivery, observe::Metrics& metrics)
    : config_(std::move(config)), delivery_(delivery), counters_(std::make_unique<Counters>()) {
  for (const auto& space : config_.namespaces) {
    namespaces_.emplace_back(space, config_.quality);
    for (const char* extension : kExtensions) {
      counters_->asked[space.name][extension] =
          &metrics.counter("vitrine_pictures_requests_total",
                           "Pictures asked for, whatever the answer was.",
                           {{"namespace", space.name}, {"extension", extension}});
    }
  }
  counters_->failed = &metrics.counter("vitrine_pictures_failures_total",
                                       "Pictures asked for that could not be given.");
}

Pictures::~Pictures() = default;

void Pictures::add_public_routes(http::Router& router, const Access& access) {
  for (const auto& space : namespaces_) {
    const std::string pattern = "/" + space.name() + "/{path...}";
    router.add(http::Method::get, pattern, [this, &space](const http::Request& request) {
      return get(space, request);
    });
    router.add(http::Method::delete_,
               pattern,
               access.guarded(accounts::Right::operate,
                              [this, &space](const http::Request& request) -> http::Answer {
                                return purge(space, request);
                              }));
  }
}

void Pictures::add_operator_routes(http::Router& router) {
  for (const auto& space : namespaces_) {
    router.add(http::Method::delete_,
               "/" + space.name() + "/{path...}",
               [this, &space](const http::Request& request) { return purge(space, request); });
  }
}

std::uint64_t Pictures::requested(std::string_view extension) const {
  std::uint64_t sum = 0;
  for (const auto& [space, by_extension] : counters_->asked) {
    const auto counter = by_extension.find(extension);
    if (counter != by_extension.end()) sum += counter->second->value();
  }
  return sum;
}

std::vector<std::string> Pictures::favourites(const std::string& space, std::size_t count) const {
  std::vector<std::string> names;
  for (const auto& recipe : popularity_.top(space, count)) {
    names.push_back(images::canonical_name(recipe));
  }
  return names;
}

std::uint64_t Pictures::failed() const {
  return counters_->failed->value();
}

http::Answer Pictures::get(const Namespace& space, const http::Request& request) {
  const auto [id, file] = split_last(request.parameter("path"));
  if (file == "info.json") {
    TRY(const auto elsewhere, source_of(request, config_));
    if (elsewhere) return info(*elsewhere);
    TRY(auto source, space.source(id));
    return info(std::move(source));
  }
  auto asked = understand(space, request, id, file);
  if (!asked) {
    counters_->failed->add();
    return std::unexpected(std::move(asked).error());
  }
  auto& recipe = asked->order.recipe;
  // As the URL has it, without a label.
  popularity_.count(space.name(), recipe);
  if (asked->shown) {
    auto label = badges_->label_now(*asked->shown);
    if (!label) return make_with_badge(space, request, *std::move(asked));
    recipe.label = *std::move(label);
  }
  if (const auto picture = delivery_.find(asked->source_key, images::canonical_name(recipe))) {
    return answer_with(space, request, picture, {asked->negotiated, asked->live});
  }
  return make(space, request, *std::move(asked));
}

Result<Pictures::Asked> Pictures::understand(const Namespace& space,
                                             const http::Request& request,
                                             std::string_view id,
                                             std::string_view file) const {
  TRY(auto name, parse_picture_file(file, config_.quality));
  counters_->count(space.name(), name.extension);
  TRY_VOID(check_allowed(name, config_));
  if (name.automatic) {
    name.recipe.format = choose_format(request, config_.extensions);
  }
  space.complete(name.recipe);
  TRY(auto elsewhere, source_of(request, config_));
  Asked asked;
  asked.order.recipe = name.recipe;
  asked.negotiated = name.automatic;
  asked.elsewhere = elsewhere.has_value();
  if (elsewhere) {
    asked.order.source = *std::move(elsewhere);
  } else {
    TRY(asked.order.source, space.source(id));
  }
  if (badges_ != nullptr && !request.query.empty()) {
    if (const auto campaign = request.query_parameter("badge")) {
      asked.live = true;
      asked.shown = badges_->shown(*campaign, id);
    }
  }
  asked.source_key = asked.order.source.key();
  return asked;
}

std::shared_ptr<const std::vector<images::Recipe>> Pictures::popular_of(
    const Namespace& space) const {
  if (space.popular_auto() == 0) return space.popular();
  auto recipes = *space.popular();
  for (auto& recipe : popularity_.top(space.name(), space.popular_auto())) {
    if (std::ranges::find(recipes, recipe) == recipes.end()) recipes.push_back(recipe);
  }
  return std::make_shared<const std::vector<images::Recipe>>(std::move(recipes));
}

Task<Result<http::Response>> Pictures::make(const Namespace& space,
                                            const http::Request& request,
                                            Asked asked) {
  const Kept kept{asked.negotiated, asked.live};
  if (!asked.elsewhere) asked.order.popular = popular_of(space);
  if (request.method == http::Method::head || asks_about_tag(request)) {
    const auto facts = co_await delivery_.describe(asked.order);
    if (!facts) {
      counters_->failed->add();
      co_return std::unexpected(facts.error());
    }
    const auto known =
        representation(space, facts->etag, facts->content_type, facts->modified, kept);
    if (request.method == http::Method::head ||
        http::not_modified(request, known.etag, known.modified)) {
      co_return http::head_response(request, known, facts->bytes);
    }
  }
  const auto picture = co_await delivery_.deliver(std::move(asked.order));
  if (!picture) {
    counters_->failed->add();
    co_return std::unexpected(picture.error());
  }
  co_return answer_with(space, request, *picture, kept);
}

Task<Result<http::Response>> Pictures::make_with_badge(const Namespace& space,
                                                       const http::Request& request,
                                                       Asked asked) {
  asked.order.recipe.label = co_await badges_->label_for(*std::move(asked.shown));
  co_return co_await make(space, request, std::move(asked));
}

Task<Result<http::Response>> Pictures::info(origin::Source source) {
  CO_TRY(const auto facts, co_await delivery_.info(std::move(source)));
  const boost::json::object json = {{"hash", facts.hash},
                                    {"width", facts.width},
                                    {"height", facts.height},
                                    {"content_type", facts.content_type},
                                    {"bytes", facts.bytes}};
  co_return http::Response::json(200, boost::json::serialize(json));
}

http::Answer Pictures::purge(const Namespace& space, const http::Request& request) {
  TRY(auto source, space.source(request.parameter("path")));
  return forget(std::move(source));
}

Task<Result<http::Response>> Pictures::forget(origin::Source source) {
  CO_TRY(const auto removed, co_await delivery_.purge(std::move(source)));
  co_return http::Response::json(200,
                                 boost::json::serialize(boost::json::object{{"removed", removed}}));
}

}  // namespace vitrine::endpoints
