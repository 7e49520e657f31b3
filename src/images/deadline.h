// How long one render may take. libvips is asked to stop between rows; a decoder or an encoder that
// works on a whole picture at once is not interrupted and is bounded by limits and effort instead.
#pragma once

#include <atomic>
#include <chrono>

#include <vips/vips8>

#include "failure/result.h"

namespace vitrine::images {

// Lives on: one job. libvips calls back on its own threads, so all that they touch is atomic.
class Deadline {
 public:
  Deadline(std::chrono::milliseconds time_max, const std::atomic<bool>& cancelled);

  bool passed() const;
  // Throws VError when it has passed.
  void check() const;
  // timeout, in words that fit what happened.
  Failure failure() const;

 private:
  std::chrono::milliseconds time_max_;
  std::atomic<std::chrono::steady_clock::rep> end_;
  const std::atomic<bool>& cancelled_;
};

// While it lives, an evaluation of `image` stops with a VError soon after the deadline has passed.
class Watch {
 public:
  Watch(vips::VImage image, const Deadline& deadline);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  vips::VImage image_;
  gulong handler_ = 0;
};

}  // namespace vitrine::images
