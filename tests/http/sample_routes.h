// Routes and bodies that the tests of the server serve.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "http/router.h"
#include "runtime/pool.h"
#include "runtime/run_on.h"

namespace vitrine::http::testing {

// A body in which a lost, doubled or swapped byte shows.
inline std::string numbered(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += std::to_string(i) + ' ';
  text.resize(bytes);
  return text;
}

inline SharedFile file_with(const std::string& text) {
  std::FILE* const file = std::tmpfile();
  const int fd = ::dup(::fileno(file));
  std::fclose(file);
  EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return std::make_shared<const OpenFile>(OpenFile{.fd = UniqueFd(fd), .bytes = text.size()});
}

inline Task<Result<Response>> on_pool(Pool& pool, std::shared_future<void> gate) {
  co_await run_on(pool, [gate] { gate.wait(); });
  co_return Response::text(200, "done");
}

inline Task<Result<Response>> throw_on_pool(Pool& pool) {
  co_await run_on(pool, [] { throw std::runtime_error("broken"); });
  co_return Response(204);
}

inline Router small_router() {
  Router router;
  router.add(
      Method::get, "/hello", [](const Request&) -> Answer { return Response::text(200, "hello"); });
  router.add(Method::post,
             "/echo",
             [](const Request& request) -> Answer {
               return Response::text(200, std::string(request.body));
             },
             {.body_bytes_max = 1'000'000});
  router.add(Method::get, "/peer", [](const Request& request) -> Answer {
    return Response::text(200, std::string(request.peer));
  });
  router.add(
      Method::get, "/throws", [](const Request&) -> Answer { throw std::runtime_error("broken"); });
  return router;
}

}  // namespace vitrine::http::testing
