#include "http/router.h"

#include <array>
#include <memory>
#include <utility>

#include "failure/check.h"
#include "http/path_segments.h"

namespace vitrine::http {

namespace {

constexpr std::size_t kMethods = 7;

constexpr std::size_t index_of(Method method) {
  return static_cast<std::size_t>(method);
}

// One segment of a pattern.
struct Piece {
  enum class Kind : std::uint8_t { literal, one, rest };
  Kind kind = Kind::literal;
  std::string_view text;  // the literal, or the parameter's name
};

Piece piece_of(std::string_view segment) {
  if (!segment.starts_with('{')) {
    check(!segment.contains('{') && !segment.contains('}'),
          "a route's segment is {name} or literal");
    return {Piece::Kind::literal, segment};
  }
  check(segment.ends_with('}'), "a parameter in a route ends with }");
  auto name = segment.substr(1, segment.size() - 2);
  const bool rest = name.ends_with("...");
  if (rest) name.remove_suffix(3);
  check(!name.empty() && !name.contains('{') && !name.contains('.'),
        "a route's parameter has a name");
  return {rest ? Piece::Kind::rest : Piece::Kind::one, name};
}

std::vector<Piece> pieces_of(std::string_view pattern) {
  check(pattern.starts_with('/'), "a route's pattern begins with /");
  std::vector<Piece> pieces;
  while (!pattern.empty()) {
    check(pieces.empty() || pieces.back().kind != Piece::Kind::rest, "{name...} comes last");
    pattern.remove_prefix(1);
    const auto segment = pattern.substr(0, std::min(pattern.find('/'), pattern.size()));
    check(!segment.empty() || segment.size() == pattern.size(),
          "only a route's last segment is empty");
    pieces.push_back(piece_of(segment));
    pattern.remove_prefix(segment.size());
  }
  return pieces;
}

}  // namespace

// A position in the trie: what may follow, and the routes that end here.
struct Router::Node {
  struct Ending {
    Route route;
    std::vector<std::string> names;  // of its parameters, from left to right
  };

  std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
  std::unique_ptr<Node> one;
  std::unique_ptr<Node> rest;
  std::array<std::unique_ptr<Ending>, kMethods> endings;
  std::string allowed;

  Node& child(const Piece& piece);
  const Node* literal(std::string_view text) const;
  const Ending* ending(Method method) const;
  void list_allowed();
};

Router::Node& Router::Node::child(const Piece& piece) {
  if (piece.kind == Piece::Kind::literal) {
    for (auto& [text, node] : literals) {
      if (text == piece.text) return *node;
    }
    return *literals.emplace_back(piece.text, std::make_unique<Node>()).second;
  }
  auto& place = piece.kind == Piece::Kind::one ? one : rest;
  if (!place) place = std::make_unique<Node>();
  return *place;
}

const Router::Node* Router::Node::literal(std::string_view text) const {
  for (const auto& [name, node] : literals) {
    if (name == text) return node.get();
  }
  return nullptr;
}

const Router::Node::Ending* Router::Node::ending(Method method) const {
  const auto& own = endings[index_of(method)];
  if (!own && method == Method::head) return endings[index_of(Method::get)].get();
  return own.get();
}

void Router::Node::list_allowed() {
  allowed.clear();
  for (std::size_t i = 0; i < kMethods; ++i) {
    const auto method = static_cast<Method>(i);
    if (ending(method) == nullptr) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += name(method);
  }
}

// One walk through the trie. Each node is visited at most once, for its depth is the position in
// the path, so the work is bounded by the routes, not by the path.
class Router::Walk {
 public:
  Walk(Method method, const PathSegments& segments) : method_(method), segments_(segments) {}

  bool visit(const Node& start, std::size_t depth) {
    // Where only literals can follow there is nothing to come back to.
    const auto* place = &start;
    while (depth < segments_.count() && !place->one && !place->rest) {
      place = place->literal(segments_[depth++]);
      if (place == nullptr) return false;
    }
    const auto& node = *place;
    if (depth == segments_.count()) return end_at(node);
    const auto segment = segments_[depth];
    if (const auto* next = node.literal(segment); next != nullptr && visit(*next, depth + 1)) {
      return true;
    }
    if (segment.empty()) return false;
    if (node.one) {
      places_[used_++] = static_cast<std::uint8_t>(depth);
      if (visit(*node.one, depth + 1)) return true;
      --used_;
    }
    if (node.rest) {
      places_[used_++] = static_cast<std::uint8_t>(depth);
      if (end_at(*node.rest)) return ends_in_rest_ = true;
      --used_;
    }
    return false;
  }

  const Node::Ending* found() const { return found_; }

  std::string_view allowed() const { return allowed_; }

  std::string_view value(std::size_t i) const {
    const bool rest = ends_in_rest_ && i + 1 == used_;
    return rest ? segments_.from(places_[i]) : segments_[places_[i]];
  }

 private:
  bool end_at(const Node& node) {
    found_ = node.ending(method_);
    // The most specific path that has any route names the methods of a 405.
    if (allowed_.empty()) allowed_ = node.allowed;
    return found_ != nullptr;
  }

  const Method method_;
  const PathSegments& segments_;
  std::size_t used_ = 0;
  bool ends_in_rest_ = false;
  // The segment of each parameter so far.
  std::array<std::uint8_t, PathSegments::kSegmentsMax> places_;
  const Node::Ending* found_ = nullptr;
  std::string_view allowed_;
};

Router::Router() : root_(std::make_unique<Node>()) {
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string pattern, Handler handler, RouteOptions options) {
  check(static_cast<bool>(handler) != static_cast<bool>(options.open_sink),
        "a route has a handler or a sink");
  const auto pieces = pieces_of(pattern);
  check(pieces.size() <= PathSegments::kSegmentsMax, "a route has at most 64 segments");
  auto ending = std::make_unique<Node::Ending>();
  auto* node = root_.get();
  for (const auto& piece : pieces) {
    if (piece.kind != Piece::Kind::literal) ending->names.emplace_back(piece.text);
    node = &node->child(piece);
  }
  auto& place = node->endings[index_of(method)];
  check(!place, "a route is added once");
  ending->route = {std::move(pattern), std::move(options), std::move(handler)};
  place = std::move(ending);
  node->list_allowed();
}

void Router::add_fallback(Method method, std::string prefix, Handler handler) {
  check(prefix.starts_with('/') && prefix.ends_with('/'), "a fallback begins and ends with /");
  for (const auto& known : fallbacks_) {
    check(known.method != method || known.prefix != prefix, "a fallback is added once");
  }
  Route route{prefix + "...", {}, std::move(handler)};
  fallbacks_.push_back({method, std::move(prefix), std::move(route)});
}

const Route* Router::fallback(Method method, std::string_view path) const {
  for (const auto& known : fallbacks_) {
    const bool takes =
        known.method == method || (known.method == Method::get && method == Method::head);
    if (takes && path.starts_with(known.prefix)) return &known.route;
  }
  return nullptr;
}

Result<Router::Match> Router::match(Method method,
                                    std::string_view path,
                                    std::vector<PathParameter>& parameters,
                                    std::string& decoded) const {
  PathSegments segments;
  const auto read = segments.read(path, decoded);
  Walk walk(method, segments);
  parameters.clear();
  if (!read || !walk.visit(*root_, 0)) {
    if (const auto* route = fallback(method, path)) return Match{.route = route, .allowed = {}};
    if (!read) return std::unexpected(read.error());
    return Match{.route = nullptr, .allowed = walk.allowed()};
  }
  const auto& ending = *walk.found();
  for (std::size_t i = 0; i < ending.names.size(); ++i) {
    parameters.push_back({ending.names[i], walk.value(i)});
  }
  return Match{.route = &ending.route, .allowed = {}};
}

}  // namespace vitrine::http
