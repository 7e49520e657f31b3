// The dashboard's files (web/dashboard), out of the program itself:
//
//   GET /dashboard/             its one page; also every path below that names no file, since the
//                               page itself looks which of its views is meant
//   GET /dashboard/assets/…     scripts, styles, flags: their names change with their bytes
//
// Whoever asks for them needs no session: they are the same for everybody and say nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "endpoints/dashboard_pack.h"
#include "http/router.h"

namespace vitrine::endpoints {

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Dashboard {
 public:
  // `pack` stays where it is: built_dashboard(), or that of a test. Throws std::logic_error, see
  // unpack(), and for a pack without index.html.
  explicit Dashboard(std::string_view pack);

  // False when the program was built without one; then there are no routes.
  bool is_there() const { return !files_.empty(); }

  void add_routes(http::Router& router) const;

 private:
  http::Response answer(const http::Request& request, std::string_view path) const;
  const PackedFile* find(std::string_view path) const;

  const std::vector<PackedFile> files_;
};

}  // namespace vitrine::endpoints
