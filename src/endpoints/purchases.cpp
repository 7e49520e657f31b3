#include "endpoints/purchases.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "endpoints/sales_json.h"
#include "endpoints/sales_query.h"
#include "feed/purchase_json.h"
#include "json/text.h"
#include "runtime/run_on.h"

namespace vitrine::endpoints {

namespace {

// A larger body takes longer to read than a hop to another thread and back.
constexpr std::size_t kReadHereMax = 4 * 1024;
constexpr std::size_t kKeyCharactersMax = 255;
constexpr std::size_t kNewest = 10;
constexpr std::size_t kFound = 10;
constexpr std::size_t kSellers = 5;

// With what it is for in front, so that two callers may choose the same key.
Result<std::optional<sales::IdempotencyKey>> key_of(const http::Request& request,
                                                    std::string_view reporter) {
  const auto given = request.header("Idempotency-Key");
  if (!given) return std::nullopt;
  const bool printable = std::ranges::all_of(*given, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (given->empty() || given->size() > kKeyCharactersMax || !printable) {
    return fail(FailureKind::bad_request,
                fmt::format("Idempotency-Key must be 1 to {} printable characters of ASCII",
                            kKeyCharactersMax));
  }
  return sales::IdempotencyKey{fmt::format("POST /purchases {} {}", reporter, *given),
                               crypto::hex(crypto::sha256(request.body))};
}

// A purchase without an id is known again by the key of its call and its number.
Result<void> add_missing_ids(std::vector<sales::Purchase>& purchases,
                             const std::optional<sales::IdempotencyKey>& key) {
  constexpr std::size_t kDigits = 32;
  std::string stem;
  for (std::size_t i = 0; i < purchases.size(); ++i) {
    auto& id = purchases[i].id;
    if (!id.empty()) continue;
    if (!key) {
      return fail(FailureKind::bad_request,
                  fmt::format("Purchase {}: id is missing; only a call with an Idempotency-Key "
                              "does without",
                              i + 1));
    }
    if (stem.empty()) stem = crypto::hex(crypto::sha256(key->key)).substr(0, kDigits);
    id = fmt::format("key:{}:{}", stem, i + 1);
  }
  return {};
}

std::string etag_of(const sales::Mark& mark, std::string_view variant) {
  return fmt::format("\"{}-{}{}\"", mark.epoch, mark.offset, variant);
}

std::string minute_of(const sales::HistoryQuery& query) {
  const auto last = query.to - std::chrono::milliseconds(1);
  const auto minute = std::chrono::floor<std::chrono::minutes>(last);
  return fmt::format("-{}", minute.time_since_epoch().count());
}

// The scope of their idempotency keys. Operators share one, whichever port and key they use.
constexpr const char* kOperators = "operator";

std::string reporter(const Caller& caller) {
  if (caller.person) return "person:" + caller.person->person;
  return caller.key_id.empty() ? kOperators : "key:" + caller.key_id;
}

std::string reported_json(const sales::Appended& appended,
                          const std::vector<std::string>& ids,
                          const sales::Mark& mark) {
  std::string json = fmt::format("{{\"offset\":{},\"epoch\":\"{}\"", mark.offset, mark.epoch);
  json += ",\"purchases\":[";
  for (std::size_t i = 0; i < appended.purchases.size(); ++i) {
    json += i == 0 ? "{\"id\":" : ",{\"id\":";
    json::append_text(json, ids.at(i));
    const auto& one = appended.purchases[i];
    fmt::format_to(std::back_inserter(json),
                   ",\"offset\":{},\"was_there\":{}}}",
                   one.offset,
                   one.was_there || appended.was_done);
  }
  return json + "]}\n";
}

}  // namespace

Purchases::Purchases(PurchasesConfig config, sales::Sales& sales, Pool& pool, const Clock& clock)
    : config_(std::move(config)), sales_(sales), pool_(pool), clock_(clock) {
}

void Purchases::add_public_routes(http::Router& router, const Access& access) {
  add(router, &access);
}

void Purchases::add_operator_routes(http::Router& router) {
  add(router, nullptr);
}

void Purchases::add(http::Router& router, const Access* access) {
  http::Handler reporting = [this](const http::Request& request) -> http::Answer {
    return report(request, kOperators);
  };
  if (access != nullptr) {
    reporting = access->for_callers(
        accounts::Right::write_purchases,
        [this](const http::Request& request, const Caller& caller) -> http::Answer {
          return report(request, reporter(caller));
        });
  }
  router.add(http::Method::post,
             "/purchases",
             std::move(reporting),
             {.body_bytes_max = config_.body_bytes_max});

  struct Row {
    const char* pattern;
    Handle handle;
  };

  const std::array rows = {Row{"/purchases", &Purchases::newest},
                           Row{"/purchase/purchases", &Purchases::newest},
                           Row{"/purchases/search", &Purchases::search},
                           Row{"/purchase/search", &Purchases::search},
                           Row{"/purchases/history", &Purchases::history},
                           Row{"/purchase/history", &Purchases::history},
                           Row{"/purchases/top-sellers", &Purchases::top_sellers},
                           Row{"/purchase/top-sellers", &Purchases::top_sellers}};
  for (const auto& row : rows) {
    http::Handler handle = [this, how = row.handle](const http::Request& request) -> http::Answer {
      return (this->*how)(request);
    };
    if (access != nullptr && !config_.seen_by_all) {
      handle = access->guarded(accounts::Right::view, std::move(handle));
    }
    router.add(http::Method::get, row.pattern, std::move(handle));
  }
}

Task<Result<std::vector<sales::Purchase>>> Purchases::read(std::string_view body) {
  if (body.size() <= kReadHereMax) co_return feed::read_purchases(body);
  co_return co_await run_on(pool_, [body] { return feed::read_purchases(body); });
}

Purchases::Reply Purchases::report(const http::Request& request, std::string reporter) {
  CO_TRY(auto key, key_of(request, reporter));
  CO_TRY(auto purchases, co_await read(request.body));
  CO_TRY_VOID(add_missing_ids(purchases, key));
  std::vector<std::string> ids;
  ids.reserve(purchases.size());
  for (const auto& purchase : purchases) ids.push_back(purchase.id);

  CO_TRY(const auto appended,
         co_await sales_.record({.purchases = std::move(purchases), .key = std::move(key)}));
  auto mark = sales_.last();
  mark.offset = std::ranges::max(appended.purchases, {}, &sales::Appended::One::offset).offset;
  auto response = http::Response::json(201, reported_json(appended, ids, mark));
  response.header("Cache-Control", "no-store");
  response.header("Vitrine-Offset", sales::mark_text(mark));
  if (appended.was_done) response.header("Idempotency-Replayed", "true");
  co_return response;
}

bool Purchases::is_known(const http::Request& request, std::string_view variant) const {
  const auto mark = sales_.last();
  return !mark.epoch.empty() && http::not_modified(request, etag_of(mark, variant), WallTime{});
}

http::Response Purchases::shown(const http::Request& request,
                                std::string json,
                                sales::Offset as_of,
                                std::string_view variant) const {
  const sales::Mark mark{sales_.last().epoch, as_of};
  const auto etag = etag_of(mark, variant);
  auto response = http::representation_response(request,
                                                {.etag = etag,
                                                 .modified = WallTime{},
                                                 .content_type = "application/json",
                                                 .cache_control = "private, no-cache"},
                                                std::move(json));
  response.header("Vitrine-Offset", sales::mark_text(mark));
  return response;
}

http::Response Purchases::unchanged(const http::Request& request, std::string_view variant) const {
  return shown(request, {}, sales_.last().offset, variant);
}

Purchases::Reply Purchases::newest(const http::Request& request) {
  CO_TRY(const auto limit, limit_of(request, kNewest, sales::Book::kNewestMax));
  if (is_known(request)) co_return unchanged(request);
  CO_TRY(const auto found, co_await sales_.newest(limit));
  std::string json;
  feed::append_purchases(json, found.purchases);
  co_return shown(request, json + "\n", found.as_of);
}

Purchases::Reply Purchases::search(const http::Request& request) {
  CO_TRY(auto term, search_term(request));
  CO_TRY(const auto limit, limit_of(request, kFound, sales::Book::kFoundMax));
  CO_TRY(const auto found, co_await sales_.search(std::move(term), limit));
  std::string json;
  feed::append_purchases(json, found.purchases);
  // What was not looked at may be found the next time.
  auto response = shown(request, json + "\n", found.as_of, found.cut ? "-cut" : "");
  if (found.cut) response.header("Vitrine-Search-Cut", "true");
  co_return response;
}

Purchases::Reply Purchases::history(const http::Request& request) {
  CO_TRY(const auto asked, history_asked(request, clock_.wall()));
  const auto variant = minute_of(asked.query);
  if (is_known(request, variant)) co_return unchanged(request, variant);
  CO_TRY(const auto history, co_await sales_.history(asked.query));
  auto json = history_json(history, asked.value);
  co_return shown(request, json + "\n", history.as_of, variant);
}

Purchases::Reply Purchases::top_sellers(const http::Request& request) {
  CO_TRY(const auto limit, limit_of(request, kSellers, sales::Book::kSellersMax));
  if (is_known(request)) co_return unchanged(request);
  CO_TRY(const auto top, co_await sales_.top_sellers(limit));
  co_return shown(request, top_sellers_json(top) + "\n", top.as_of);
}

}  // namespace vitrine::endpoints
