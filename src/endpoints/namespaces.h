// The namespaces of the configuration, compiled: from the id in a URL to the Source of its
// original. Immutable after construction; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "endpoints/pictures_config.h"
#include "failure/result.h"
#include "images/recipe.h"
#include "origin/source.h"

namespace vitrine::endpoints {

class Namespace {
 public:
  // Throws std::runtime_error that names the namespace and what is wrong with its origin or its
  // popular sizes. Relative folders are taken from the working directory.
  Namespace(const NamespaceConfig& config, int default_quality);

  const std::string& name() const { return name_; }

  // "public, max-age=86400".
  const std::string& cache_control() const { return cache_control_; }

  // Of a picture whose original ends early: a minute at most.
  const std::string& brief_cache_control() const { return brief_cache_control_; }

  // May be empty; shared with every order.
  std::shared_ptr<const std::vector<images::Recipe>> popular() const { return popular_; }

  std::uint32_t popular_auto() const { return popular_auto_; }

  // The folder of a `file:` origin and the text around its `{id}`; empty for the others.
  std::string folder() const { return kind_ == origin::SourceKind::file ? root_ : std::string(); }

  const std::string& suffix() const { return suffix_; }

  // Its originals are what people upload to it.
  bool takes_uploads() const { return uploads_; }

  // Applies the options of the namespace to a recipe from a URL.
  void complete(images::Recipe& recipe) const;

  // Where the original of `id` is. `id` is decoded; one that could leave the namespace (empty, `.`
  // or
  // `..` segments, a backslash) is bad_request.
  Result<origin::Source> source(std::string_view id) const;

 private:
  void parse_origin(const std::string& origin);
  std::vector<images::Recipe> parse_popular(const NamespaceConfig& config, int default_quality);

  const std::string name_;
  const bool enlarge_;
  const bool linear_light_;
  const bool keep_copyright_;
  const std::uint32_t popular_auto_;
  const std::string cache_control_;
  const std::string brief_cache_control_;
  origin::SourceKind kind_ = origin::SourceKind::http;
  bool uploads_ = false;
  std::string root_;    // file: absolute folder that ids must not leave
  std::string prefix_;  // text before {id}, for file absolute
  std::string suffix_;  // text after it
  std::shared_ptr<const std::vector<images::Recipe>> popular_;
};

// Is every segment of this decoded path a plain name?
Result<void> check_id(std::string_view id);

// Percent-encodes everything but unreserved characters and '/' (RFC 3986) onto `out`.
void append_url_encoded(std::string_view text, std::string& out);

}  // namespace vitrine::endpoints
