// Labels and charts (images/label.h, images/chart.h) as answers: drawn once on a render thread,
// however many ask at once, and kept in memory for everyone who asks for the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "cache/single_flight.h"
#include "failure/result.h"
#include "http/request.h"
#include "http/response.h"
#include "images/chart.h"
#include "images/label.h"
#include "runtime/admission.h"
#include "runtime/pool.h"
#include "runtime/shared_bytes.h"
#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::endpoints {

// Behind the dot of the URL.
enum class LabelFile : std::uint8_t { png, gif, svg };

std::optional<LabelFile> label_file_of(std::string_view extension);

struct LabelPicture {
  SharedBytes bytes;
  std::string_view content_type;
  // Strong, of what is shown: the same state has the same tag, before and after it is drawn.
  std::string etag;
};

// Without the kept ones, on the thread that calls: for what is made before any request.
// bad_request: the text.
Result<LabelPicture> draw_now(const images::Label& label, int scale, LabelFile file);

// Lives on: any thread (mutex).
class LabelPictures {
 public:
  // At most `waiting_max` drawings wait at once; the next one is busy.
  LabelPictures(Pool& render, TaskGroup& tasks, std::size_t waiting_max);

  // At once, without drawing; absent when it has not been drawn.
  std::optional<LabelPicture> find(const images::Label& label, int scale, LabelFile file) const;
  // `scale` 1 to 4. bad_request: the text; busy.
  Task<Result<LabelPicture>> get(images::Label label, int scale, LabelFile file);
  // As PNG or SVG.
  Task<Result<LabelPicture>> get(images::Chart chart, int scale, LabelFile file);

 private:
  static constexpr std::size_t kKeptMax = 1024;

  using Draw = std::function<Result<std::string>()>;

  std::optional<LabelPicture> find(const std::string& key, LabelFile file) const;
  Task<Result<LabelPicture>> get(std::string key, LabelFile file, Draw draw);
  Task<Result<LabelPicture>> drawn(std::string key, LabelFile file, Draw draw);
  void keep(const std::string& key, const SharedBytes& bytes);

  Pool& render_;
  Admission admission_;
  cache::SingleFlight<LabelPicture> flights_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, SharedBytes> kept_;
  // Oldest first.
  std::deque<std::string> order_;
};

// 200 or 304, and with kNeverKept for caches of every age.
http::Response badge_response(const http::Request& request,
                              const http::Representation& facts,
                              http::Body body);

// 200 or 304, and how long it may be kept.
http::Response label_response(const http::Request& request,
                              const LabelPicture& picture,
                              std::string_view cache_control);

// For pictures in e-mail: nobody is to keep it, whatever cache understands which header.
inline constexpr std::string_view kNeverKept = "no-cache, no-store, must-revalidate, max-age=0";

}  // namespace vitrine::endpoints
