// What the picture URLs do:
//
//   GET|HEAD /{namespace}/…/{id}/{size}[-q80].{ext}[?source=URL]   a picture
//                                                    [?badge=july1]  with the badge that the item
//                                                                    {id} has now on its corner
//   GET      /{namespace}/…/{id}/info.json                         facts about its original
//   DELETE   /{namespace}/…/{id}                                   purge (operator)
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/delivery.h"
#include "delivery/popularity.h"
#include "endpoints/access.h"
#include "endpoints/badges.h"
#include "endpoints/namespaces.h"
#include "endpoints/pictures_config.h"
#include "http/router.h"
#include "observe/metrics.h"

namespace vitrine::endpoints {

// Lives on: any thread (immutable but for counters). Outlives the server whose router it is added
// to.
class Pictures {
 public:
  // What may stand behind the dot; each is counted apart.
  static constexpr std::array<const char*, 7> kExtensions = {
      "jpg", "jpeg", "png", "webp", "avif", "gif", "auto"};

  // Throws std::runtime_error for a namespace that makes no sense.
  Pictures(PicturesConfig config, delivery::Delivery& delivery, observe::Metrics& metrics);
  ~Pictures();
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  // Whose badges ?badge= draws; before any request. Without, nothing is drawn.
  void show_badges(const Badges& badges) { badges_ = &badges; }

  // The routes that people use. DELETE is for operators.
  void add_public_routes(http::Router& router, const Access& access);
  // DELETE for everybody, for the operators' port.
  void add_operator_routes(http::Router& router);

  const std::deque<Namespace>& namespaces() const { return namespaces_; }

  // Requests for this extension, and pictures that could not be given; monotonic, for S3's events.
  std::uint64_t requested(std::string_view extension) const;
  std::uint64_t failed() const;
  // The sizes of a namespace that were most asked for, most first: "w500-q80.webp".
  std::vector<std::string> favourites(const std::string& space, std::size_t count) const;

 private:
  struct Counters;

  // Everything that an answer needs to know, once the URL has been understood.
  struct Asked {
    delivery::Order order;
    std::string source_key;
    // The badge to be put onto it.
    std::optional<Badges::Shown> shown;
    // The format was chosen from Accept, so caches must know that it depends on it.
    bool negotiated = false;
    // The source was named in the query.
    bool elsewhere = false;
    // It shows a state that will change.
    bool live = false;
  };

  http::Answer get(const Namespace& space, const http::Request& request);
  std::shared_ptr<const std::vector<images::Recipe>> popular_of(const Namespace& space) const;
  Result<Asked> understand(const Namespace& space,
                           const http::Request& request,
                           std::string_view id,
                           std::string_view file) const;
  Task<Result<http::Response>> make(const Namespace& space,
                                    const http::Request& request,
                                    Asked asked);
  Task<Result<http::Response>> make_with_badge(const Namespace& space,
                                               const http::Request& request,
                                               Asked asked);
  Task<Result<http::Response>> info(origin::Source source);
  http::Answer purge(const Namespace& space, const http::Request& request);
  Task<Result<http::Response>> forget(origin::Source source);

  const PicturesConfig config_;
  delivery::Delivery& delivery_;
  const Badges* badges_ = nullptr;
  std::deque<Namespace> namespaces_;
  delivery::Popularity popularity_;
  std::unique_ptr<Counters> counters_;
};

}  // namespace vitrine::endpoints
