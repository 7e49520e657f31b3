#include "app/sizes_job.h"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "endpoints/picture_name.h"
#include "images/recipe.h"

namespace vitrine::app {

namespace {

constexpr std::size_t kSizesMax = 100;
// Made together, between two looks at whether the job is to stop.
constexpr std::size_t kTogetherMax = 8;

std::unexpected<Failure> improper() {
  return fail(
      FailureKind::bad_request,
      fmt::format(
          R"(The arguments are not [{{"namespace": …, "id": …, "sizes": [1 to {} names]}}])",
          kSizesMax));
}

}  // namespace

Result<std::vector<delivery::Order>> SizesJob::parse(std::string_view arguments) const {
  boost::json::error_code error;
  const auto json = boost::json::parse(arguments, error);
  const auto* const array = error ? nullptr : json.if_array();
  const auto* const object =
      array == nullptr || array->empty() ? nullptr : array->front().if_object();
  if (object == nullptr) return improper();
  const auto* const space_name = object->if_contains("namespace");
  const auto* const id = object->if_contains("id");
  const auto* const sizes = object->if_contains("sizes");
  if (space_name == nullptr || id == nullptr || sizes == nullptr || !space_name->is_string() ||
      !id->is_string() || !sizes->is_array() || sizes->get_array().empty() ||
      sizes->get_array().size() > kSizesMax) {
    return improper();
  }
  const auto space = std::ranges::find(
      namespaces_, std::string_view(space_name->get_string()), &endpoints::Namespace::name);
  if (space == namespaces_.end()) {
    return fail(FailureKind::not_found, "There is no such namespace");
  }
  std::vector<delivery::Order> orders;
  for (const auto& size : sizes->get_array()) {
    if (!size.is_string()) return improper();
    TRY(auto name, endpoints::parse_picture_file(size.get_string(), config_.quality));
    TRY_VOID(endpoints::check_allowed(name, config_));
    if (name.automatic) return fail(FailureKind::bad_request, "auto is not one format");
    delivery::Order order;
    TRY(order.source, space->source(id->get_string()));
    order.recipe = name.recipe;
    space->complete(order.recipe);
    orders.push_back(std::move(order));
  }
  return orders;
}

Task<Result<std::string>> SizesJob::run(jobs::JobRun& run) const {
  CO_TRY(const auto orders, parse(run.arguments()));
  for (std::size_t made = 0; made < orders.size();) {
    if (run.cancelled()) co_return fail(FailureKind::unavailable, "It was asked to stop");
    const auto end = std::min(made + kTogetherMax, orders.size());
    std::vector<images::Recipe> recipes;
    for (std::size_t i = made; i < end; ++i) recipes.push_back(orders[i].recipe);
    const auto pictures =
        co_await delivery_.deliver_many(orders.front().source, std::move(recipes));
    for (const auto& picture : pictures) {
      if (!picture) co_return std::unexpected(picture.error());
    }
    made = end;
    run.progress(static_cast<int>(made * 100 / orders.size()),
                 images::canonical_name(orders[made - 1].recipe));
  }
  co_return fmt::format("{} sizes", orders.size());
}

}  // namespace vitrine::app
