#include "endpoints/status.h"

#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "endpoints/html.h"
#include "http/accept.h"

namespace vitrine::endpoints {

namespace {

// Of each namespace, the sizes that were most asked for.
constexpr std::size_t kFavourites = 5;

constexpr std::string_view kPage = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Vitrine {instance}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="5"><link rel="icon" href="data:,">
<style>
body{{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}}
h1{{font-size:1.4rem}} table{{border-collapse:collapse;width:100%}}
td{{padding:.35rem .5rem;border-top:1px solid #d8dee4}} td:last-child{{text-align:right;font-variant-numeric:tabular-nums}}
@media(prefers-color-scheme:dark){{body{{background:#0f1216;color:#e6e9ec}}td{{border-color:#30363d}}}}
</style></head><body>
<h1>Vitrine {version} on {instance}: {state}</h1>
<table>
<tr><td>Up for</td><td>{uptime}</td></tr>
<tr><td>Open connections</td><td>{connections}</td></tr>
<tr><td>Pictures being processed</td><td>{running} of {threads} threads</td></tr>
<tr><td>Pictures waiting</td><td>{waiting} of {queue}</td></tr>
<tr><td>Originals being fetched</td><td>{fetching}</td></tr>
<tr><td>Pictures answered from memory</td><td>{from_memory}</td></tr>
<tr><td>Pictures answered from disk</td><td>{from_disk}</td></tr>
<tr><td>Pictures made</td><td>{made}</td></tr>
<tr><td>Memory cache</td><td>{memory_entries} pictures, {memory_mib:.1f} MiB</td></tr>
<tr><td>Disk cache</td><td>{disk_entries} pictures, {disk_mib:.1f} MiB</td></tr>
{favourites}</table>
<p>The same as <a href="/status?format=json">JSON</a>, and <a href="/metrics">metrics</a> for Prometheus.</p>
</body></html>
)";

http::Response plain(std::string_view text) {
  http::Response response(200);
  response.header("Content-Type", "text/plain; charset=utf-8");
  response.header("Cache-Control", "no-store");
  response.body(http::StaticText{text});
  return response;
}

// The counters that delivery counts with; asking for one again gives the same.
observe::Counter& pictures_from(observe::Metrics& metrics, const char* from) {
  return metrics.counter("vitrine_delivery_pictures_total",
                         "Pictures delivered, by where they came from.",
                         {{"from", from}});
}

std::string duration_text(std::chrono::seconds duration) {
  const auto seconds = duration.count();
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

double mebibytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / (1 << 20);
}

bool wants_json(const http::Request& request) {
  if (request.query_parameter("format") == "json") return true;
  return http::prefers_json(request, "text/html");
}

}  // namespace

Status::Status(StatusFacts facts,
               const delivery::Delivery& delivery,
               const Pictures& pictures,
               const observe::Health& health,
               observe::Metrics& metrics,
               const Clock& clock)
    : facts_(std::move(facts)),
      delivery_(delivery),
      pictures_(pictures),
      health_(health),
      metrics_(metrics),
      clock_(clock),
      from_memory_(pictures_from(metrics, "memory")),
      from_disk_(pictures_from(metrics, "disk")),
      rendered_(pictures_from(metrics, "render")) {
}

void Status::add_health_routes(http::Router& router) const {
  router.add(http::Method::get, "/ping", [](const http::Request&) { return plain("pong\n"); });
  router.add(http::Method::get, "/livez", [this](const http::Request&) { return live(); });
  router.add(http::Method::get, "/readyz", [this](const http::Request&) { return ready(); });
}

void Status::add_operator_routes(http::Router& router) const {
  add_health_routes(router);
  router.add(http::Method::get, "/status", [this](const http::Request& request) {
    return status(request);
  });
  router.add(http::Method::get, "/metrics", [this](const http::Request&) {
    http::Response response(200);
    response.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body(metrics_.prometheus());
    return response;
  });
}

http::Response Status::live() const {
  const auto death = health_.death();
  return death ? http::Response::text(503, "not live: " + *death + "\n") : plain("live\n");
}

http::Response Status::ready() const {
  const auto reasons = health_.reasons();
  const auto trouble = facts_.store_trouble();
  if (reasons.empty() && trouble.empty()) return plain("ready\n");
  std::string text = "not ready:";
  for (const auto& reason : reasons) text += " " + reason;
  if (!trouble.empty()) text += " store: " + trouble;
  return http::Response::text(503, text + "\n");
}

http::Response Status::status(const http::Request& request) const {
  auto response = wants_json(request) ? http::Response::json(200, status_json())
                                      : http::Response::html(200, status_page());
  response.header("Cache-Control", "no-store");
  response.header("Vary", "Accept");
  return response;
}

Status::Numbers Status::numbers() const {
  const auto activity = delivery_.activity();
  Numbers now;
  now.uptime = std::chrono::duration_cast<std::chrono::seconds>(clock_.wall() - facts_.started);
  now.connections = facts_.connections();
  now.running = std::min(activity.rendering, facts_.render_threads);
  now.waiting = activity.rendering - now.running;
  now.from_memory = from_memory_.value();
  now.from_disk = from_disk_.value();
  now.rendered = rendered_.value();
  now.activity = activity;
  return now;
}

std::string Status::status_json() const {
  const auto now = numbers();
  boost::json::object favourites;
  for (const auto& space : pictures_.namespaces()) {
    auto& sizes = favourites[space.name()].emplace_array();
    for (auto& name : pictures_.favourites(space.name(), kFavourites)) sizes.emplace_back(name);
  }
  const boost::json::object json = {
      {"version", facts_.version},
      {"instance", facts_.instance},
      {"ready", health_.reasons().empty()},
      {"uptime_seconds", now.uptime.count()},
      {"connections", now.connections},
      {"processing", now.running},
      {"fetching", now.activity.fetching},
      {"queue", {{"waiting", now.waiting}, {"limit", facts_.render_queue_max}}},
      {"favourites", std::move(favourites)},
      {"pictures",
       {{"memory", now.from_memory}, {"disk", now.from_disk}, {"rendered", now.rendered}}},
      {"cache",
       {{"memory",
         {{"entries", now.activity.memory_entries}, {"bytes", now.activity.memory_bytes}}},
        {"disk", {{"entries", now.activity.disk_entries}, {"bytes", now.activity.disk_bytes}}}}}};
  return boost::json::serialize(json);
}

std::string Status::status_page() const {
  const auto now = numbers();
  std::string favourites;
  for (const auto& space : pictures_.namespaces()) {
    std::string names;
    for (const auto& name : pictures_.favourites(space.name(), kFavourites)) names += " " + name;
    favourites += "<tr><td>Most asked for of " + escape_html(space.name()) + "</td><td>" +
                  (names.empty() ? "nothing yet" : escape_html(names)) + "</td></tr>\n";
  }
  return fmt::format(fmt::runtime(kPage),
                     fmt::arg("instance", escape_html(facts_.instance)),
                     fmt::arg("version", facts_.version),
                     fmt::arg("state", health_.reasons().empty() ? "ready" : "not ready"),
                     fmt::arg("uptime", duration_text(now.uptime)),
                     fmt::arg("connections", now.connections),
                     fmt::arg("running", now.running),
                     fmt::arg("threads", facts_.render_threads),
                     fmt::arg("waiting", now.waiting),
                     fmt::arg("queue", facts_.render_queue_max),
                     fmt::arg("fetching", now.activity.fetching),
                     fmt::arg("from_memory", now.from_memory),
                     fmt::arg("from_disk", now.from_disk),
                     fmt::arg("made", now.rendered),
                     fmt::arg("favourites", favourites),
                     fmt::arg("memory_entries", now.activity.memory_entries),
                     fmt::arg("memory_mib", mebibytes(now.activity.memory_bytes)),
                     fmt::arg("disk_entries", now.activity.disk_entries),
                     fmt::arg("disk_mib", mebibytes(now.activity.disk_bytes)));
}

}  // namespace vitrine::endpoints
