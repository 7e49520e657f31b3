// What clients send, through the whole connection: heads, bodies, pipelines. The first byte says
// into pieces of which size the rest is cut; however it is cut, the answers must be the same, and
// bounded.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/collecting_sink.h"
#include "http/dialogue.h"

using namespace vitrine::http;

namespace {

void add_routes(Router& router) {
  const Handler echo = [](const Request& request) -> Answer {
    return Response::text(200, std::string(request.target) + '[' + std::string(request.body) + ']');
  };
  router.add(Method::get, "/", echo);
  router.add(Method::get, "/{name}/{path...}", echo);
  router.add(Method::post, "/{path...}", echo, {.body_bytes_max = 100});
  // /now, /later and /closed, whose bodies go into a sink as they arrive.
  testing::add_sinks(router, std::make_shared<int>(0));
}

std::string answers_to(std::string_view bytes, std::size_t piece) {
  testing::TestShard shard;
  shard.limits.head_bytes_max = 512;
  shard.limits.headers_max = 8;
  add_routes(shard.router);
  testing::Dialogue dialogue(shard);
  dialogue.send(bytes, piece);
  return dialogue.received();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 4096) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = answers_to(bytes, std::string_view::npos);
  const auto in_pieces = answers_to(bytes, 1 + data[0] % 64);
  // The shortest request is longer than 16 bytes, and no answer exceeds head, target and body.
  if (whole != in_pieces || whole.size() > (size / 16 + 1) * 2048) std::abort();
  return 0;
}
