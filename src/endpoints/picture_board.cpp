#include "endpoints/picture_board.h"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace vitrine::endpoints {

namespace {

namespace json = boost::json;

// Of each namespace, the sizes that were most asked for.
constexpr std::size_t kFavourites = 12;

json::object tier(std::uint64_t entries, std::uint64_t bytes, std::uint64_t limit) {
  return {{"entries", entries}, {"bytes", bytes}, {"limit", limit}};
}

}  // namespace

PictureBoard::PictureBoard(PictureBoardFacts facts,
                           const Pictures& pictures,
                           const delivery::Delivery& delivery,
                           const PictureRates& rates)
    : facts_(std::move(facts)), pictures_(pictures), delivery_(delivery), rates_(rates) {
}

void PictureBoard::add_public_routes(http::Router& router, const Access& access) {
  router.add(http::Method::get,
             "/pictures/overview",
             access.guarded(accounts::Right::view, [this](const http::Request&) -> http::Answer {
               auto response = http::Response::json(200, shown() + "\n");
               response.header("Cache-Control", "no-store");
               return response;
             }));
}

std::string PictureBoard::shown() const {
  json::array spaces;
  for (const auto& space : pictures_.namespaces()) {
    const auto asked = pictures_.favourites(space.name(), kFavourites);
    spaces.push_back(json::object{{"name", space.name()},
                                  {"uploads", space.takes_uploads()},
                                  {"asked", json::array(asked.begin(), asked.end())}});
  }
  const auto from = rates_.so_far();
  const auto now = delivery_.activity();
  const auto hit_rate = rates_.hit_rate();
  return json::serialize(json::object{
      {"namespaces", std::move(spaces)},
      {"originals", json::array(facts_.originals.begin(), facts_.originals.end())},
      {"extensions", json::array(facts_.extensions.begin(), facts_.extensions.end())},
      {"maximum_width", facts_.width_max},
      {"maximum_height", facts_.height_max},
      {"quality", facts_.quality},
      {"per_second", rates_.per_second()},
      {"hit_rate", hit_rate ? json::value(*hit_rate) : json::value(nullptr)},
      {"delivered", {{"memory", from.memory}, {"disk", from.disk}, {"rendered", from.render}}},
      {"rendering", now.rendering},
      {"fetching", now.fetching},
      {"cache",
       {{"memory", tier(now.memory_entries, now.memory_bytes, facts_.memory_bytes_max)},
        {"disk", tier(now.disk_entries, now.disk_bytes, facts_.disk_bytes_max)}}}});
}

}  // namespace vitrine::endpoints
