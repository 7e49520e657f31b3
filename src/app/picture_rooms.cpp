#include "app/picture_rooms.h"

#include <algorithm>
#include <exception>
#include <string>
#include <thread>

namespace vitrine::app {

namespace {

std::string text_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace

std::size_t threads_or_cores(std::size_t configured) {
  return configured != 0 ? configured : std::max(1U, std::thread::hardware_concurrency());
}

PictureRooms::PictureRooms(const Config& config)
    : log(config.log),
      files({.name = "files", .threads = config.file_threads}),
      // Pictures yield to sockets, so that a cached answer is quick while all cores render.
      render({.name = "render", .threads = threads_or_cores(config.render_threads), .nice = 5}),
      tasks([this](const std::string& task, const std::exception_ptr& thrown) {
        log.error("runtime", "task=" + task + " ended by an exception: " + text_of(thrown));
      }),
      blobs({.folder = config.blobs_folder, .fsync = config.blobs_fsync}, files),
      origins(config.origin, blobs, files, metrics, log),
      fetcher(origins, render),
      delivery(config.delivery, fetcher, blobs, render, files, tasks, clock, metrics, log),
      pictures(config.pictures, delivery, metrics) {
}

}  // namespace vitrine::app
