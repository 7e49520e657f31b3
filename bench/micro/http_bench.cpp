#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "http/head_parser.h"
#include "http/head_scan.h"
#include "http/head_writer.h"
#include "http/router.h"

namespace vitrine::http {
namespace {

constexpr std::string_view kShortHead = "GET /t HTTP/1.1\r\nHost: 127.0.0.1:7000\r\n\r\n";

// What a browser of today sends for a picture.
constexpr std::string_view kBrowserHead =
    "GET /product/image/10855050/w500.jpg HTTP/1.1\r\n"
    "Host: images.example.com\r\n"
    "Connection: keep-alive\r\n"
    "sec-ch-ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"\r\n"
    "sec-ch-ua-mobile: ?0\r\n"
    "sec-ch-ua-platform: \"Linux\"\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36\r\n"
    "Accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
    "Sec-Fetch-Mode: no-cors\r\n"
    "Sec-Fetch-Dest: image\r\n"
    "Referer: https://www.example.com/products/10855050\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: en-US,en;q=0.9\r\n"
    "\r\n";

void head(benchmark::State& state, std::string_view bytes) {
  Head parsed;
  std::vector<HeaderField> fields;
  for (auto _ : state) {
    HeadScan scan;
    auto found = scan.look(bytes);
    auto rejection = parse_head(bytes, 64, parsed, fields);
    benchmark::DoNotOptimize(found);
    benchmark::DoNotOptimize(rejection);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}

BENCHMARK_CAPTURE(head, short, kShortHead);
BENCHMARK_CAPTURE(head, browser, kBrowserHead);

Router thirty_routes() {
  Router router;
  const Handler nothing = [](const Request&) -> Answer { return Response(204); };
  for (const char* name : {"views", "campaigns", "queues", "jobs", "account", "purchases"}) {
    const auto base = "/" + std::string(name);
    for (const char* tail : {"", "/{id}", "/{id}/items", "/{id}/items/{item}", "/top"}) {
      router.add(Method::get, base + tail, nothing);
    }
  }
  router.add(Method::get, "/product/image/{path...}", nothing);
  return router;
}

void route(benchmark::State& state, std::string_view path) {
  const auto router = thirty_routes();
  std::vector<PathParameter> parameters;
  std::string decoded;
  for (auto _ : state) {
    auto match = router.match(Method::get, path, parameters, decoded);
    benchmark::DoNotOptimize(match);
  }
}

BENCHMARK_CAPTURE(route, two_parameters, "/purchases/july1/items/camera");
BENCHMARK_CAPTURE(route, rest, "/product/image/10855050/w500.jpg");
BENCHMARK_CAPTURE(route, escapes, "/views/caf%C3%A9");

void answer(benchmark::State& state) {
  const CommonLines common{WallTime{}};
  OutBuffer out(64 * 1024);
  for (auto _ : state) {
    Response response(200);
    response.header("Content-Type", "image/webp")
        .header("ETag", "\"0123456789abcdef\"")
        .header("Cache-Control", "public, max-age=31536000")
        .body(StaticText{"hello"});
    write_head(response, Method::get, Persistence::keep, common, out);
    benchmark::DoNotOptimize(out.view());
    out.clear();
  }
}

BENCHMARK(answer);

}  // namespace
}  // namespace vitrine::http
