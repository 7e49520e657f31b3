// Purchases: what tills report, and what people ask about it.
//
//   POST /purchases               one purchase, an array, or NDJSON; 201 after the commit
//   GET  /purchases               the newest; ?limit=
//   GET  /purchases/search        ?term=, ?limit=
//   GET  /purchases/history       [{"x": ms, "y": value}]; ?from=&to=&bucket=&value=
//   GET  /purchases/top-sellers   {"labels":[…],"series":[…]}; ?limit=
//
// All but the first also under /purchase/…, with /purchase/purchases for the newest. Every answer
// says in `Vitrine-Offset: epoch:offset` what it shows, and is not sent again to who has it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "endpoints/access.h"
#include "http/router.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "sales/sales.h"

namespace vitrine::endpoints {

struct PurchasesConfig {
  // Of one call.
  std::uint64_t body_bytes_max = 1024 * 1024;
  // Asking needs no right.
  bool seen_by_all = false;
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to; sales, pool
// and clock outlive it.
class Purchases {
 public:
  // `pool` reads large bodies.
  Purchases(PurchasesConfig config, sales::Sales& sales, Pool& pool, const Clock& clock);

  // Reporting needs the scope purchases:write, asking the right to see sales.
  void add_public_routes(http::Router& router, const Access& access);
  // For everybody, on the operators' port.
  void add_operator_routes(http::Router& router);

 private:
  using Reply = Task<Result<http::Response>>;
  using Handle = Reply (Purchases::*)(const http::Request&);

  void add(http::Router& router, const Access* access);
  Reply report(const http::Request& request, std::string reporter);
  Task<Result<std::vector<sales::Purchase>>> read(std::string_view body);
  Reply newest(const http::Request& request);
  Reply search(const http::Request& request);
  Reply history(const http::Request& request);
  Reply top_sellers(const http::Request& request);
  // 304 without a look into the book, when the caller has what it shows now.
  bool is_known(const http::Request& request, std::string_view variant = {}) const;
  http::Response shown(const http::Request& request,
                       std::string json,
                       sales::Offset as_of,
                       std::string_view variant = {}) const;
  http::Response unchanged(const http::Request& request, std::string_view variant = {}) const;

  const PurchasesConfig config_;
  sales::Sales& sales_;
  Pool& pool_;
  const Clock& clock_;
};

}  // namespace vitrine::endpoints
