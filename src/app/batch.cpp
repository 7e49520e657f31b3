#include "app/batch.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <mutex>

#include <fmt/format.h>

#include "app/picture_rooms.h"
#include "endpoints/picture_name.h"
#include "runtime/event_loop.h"

namespace vitrine::app {

namespace {

using Recipes = std::vector<images::Recipe>;

// One picture to make.
struct Job {
  std::string label;  // "product/image/7/w500.webp"
  delivery::Order order;
};

// Lives on: any thread (mutex).
class Progress {
 public:
  enum class Outcome : std::uint8_t { made, kept, failed };

  void add(std::size_t jobs) {
    const std::scoped_lock lock(mutex_);
    total_ += jobs;
  }

  void done(Outcome outcome, const std::string& label, const Failure* failure) {
    const std::scoped_lock lock(mutex_);
    ++counts_[static_cast<std::size_t>(outcome)];
    if (failure != nullptr) {
      clear_bar();
      std::cerr << "failed: " << label << ": " << failure->public_message << "\n";
    }
    show(false);
  }

  std::size_t failed() const { return counts_[2]; }

  void finish() {
    const std::scoped_lock lock(mutex_);
    show(true);
    if (terminal_) std::cerr << "\n";
  }

 private:
  void clear_bar() const {
    if (terminal_) std::cerr << "\r\033[K";
  }

  // At most ten times a second on a terminal, every five seconds elsewhere.
  void show(bool last) {
    const auto now = std::chrono::steady_clock::now();
    const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
    if (!last && now - shown_ < pause) return;
    shown_ = now;
    const auto finished = counts_[0] + counts_[1] + counts_[2];
    const auto numbers = fmt::format(
        "{}/{} made {} kept {} failed {}", finished, total_, counts_[0], counts_[1], counts_[2]);
    if (!terminal_) {
      std::cerr << numbers << "\n";
      return;
    }
    constexpr std::size_t kWidth = 30;
    const auto filled = total_ == 0 ? kWidth : finished * kWidth / total_;
    clear_bar();
    std::cerr << "[" << std::string(filled, '#') << std::string(kWidth - filled, '.') << "] "
              << numbers << std::flush;
  }

  std::mutex mutex_;
  const bool terminal_ = isatty(STDERR_FILENO) == 1;
  std::chrono::steady_clock::time_point shown_{};
  std::size_t total_ = 0;
  std::size_t counts_[3] = {};
};

// Lets at most `limit` jobs be under way. Lives on: any thread (mutex).
class Window {
 public:
  explicit Window(std::size_t limit) : limit_(limit) {}

  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ < limit_; });
    ++inside_;
  }

  void leave() {
    const std::scoped_lock lock(mutex_);
    --inside_;
    changed_.notify_all();
  }

  void wait_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;
};

Task<void> make_one(delivery::Delivery& delivery, Job job, Progress& progress, Window& window) {
  const auto known = co_await delivery.describe(job.order);
  if (known && known->bytes) {
    progress.done(Progress::Outcome::kept, job.label, nullptr);
  } else {
    const auto picture = co_await delivery.deliver(std::move(job.order));
    progress.done(picture ? Progress::Outcome::made : Progress::Outcome::failed,
                  job.label,
                  picture ? nullptr : &picture.error());
  }
  window.leave();
}

const endpoints::Namespace* namespace_of(const endpoints::Pictures& pictures,
                                         std::string_view path) {
  const endpoints::Namespace* best = nullptr;
  for (const auto& space : pictures.namespaces()) {
    const bool inside = path.starts_with(space.name() + "/");
    if (inside && (best == nullptr || space.name().size() > best->name().size())) best = &space;
  }
  return best;
}

Result<Recipes> recipes_of(const BatchOptions& options, const endpoints::PicturesConfig& config) {
  Recipes recipes;
  for (const auto& text : options.sizes) {
    TRY(const auto name, endpoints::parse_picture_file(text, config.quality));
    TRY_VOID(endpoints::check_allowed(name, config));
    if (name.automatic) {
      return fail(FailureKind::bad_request, "The size \"" + text + "\" has no single format");
    }
    recipes.push_back(name.recipe);
  }
  if (recipes.empty()) return fail(FailureKind::bad_request, "--sizes names no size");
  return recipes;
}

Result<std::vector<Job>> jobs_of(const endpoints::Pictures& pictures,
                                 const Recipes& recipes,
                                 const std::string& path) {
  const auto* space = namespace_of(pictures, path);
  if (space == nullptr) {
    return fail(FailureKind::not_found, "\"" + path + "\" begins with the name of no namespace");
  }
  std::vector<Job> jobs;
  for (auto recipe : recipes) {
    TRY(auto source, space->source(std::string_view(path).substr(space->name().size() + 1)));
    space->complete(recipe);
    jobs.push_back(
        {path + "/" + images::canonical_name(recipe), {std::move(source), recipe, nullptr}});
  }
  return jobs;
}

std::string full_path(const BatchOptions& options,
                      const endpoints::Pictures& pictures,
                      const std::string& id) {
  if (options.space.empty() || namespace_of(pictures, id) != nullptr) return id;
  return options.space + "/" + id;
}

void make_all(PictureRooms& rooms,
              EventLoop& loop,
              const BatchOptions& options,
              const Recipes& recipes,
              std::istream& ids,
              Progress& progress) {
  Window window(rooms.render.threads() * 2);
  std::string id;
  while (std::getline(ids, id)) {
    if (!id.empty() && id.back() == '\r') id.pop_back();
    if (id.empty() || id.front() == '#') continue;
    auto jobs = jobs_of(rooms.pictures, recipes, full_path(options, rooms.pictures, id));
    progress.add(jobs ? jobs->size() : 1);
    if (!jobs) {
      progress.done(Progress::Outcome::failed, id, &jobs.error());
      continue;
    }
    for (auto& job : *jobs) {
      window.enter();
      rooms.tasks.start(
          loop.executor(), "batch", make_one(rooms.delivery, std::move(job), progress, window));
    }
  }
  window.wait_empty();
}

}  // namespace

int run_batch(const Config& config, const BatchOptions& options) {
  const auto recipes = recipes_of(options, config.pictures);
  if (!recipes) {
    std::cerr << "vitrine batch: " << recipes.error().public_message << "\n";
    return 2;
  }
  std::ifstream file;
  if (options.ids != "-") {
    file.open(options.ids);
    if (!file) {
      std::cerr << "vitrine batch: \"" << options.ids << "\" cannot be read\n";
      return 2;
    }
  }
  // Before the rooms, so that it outlives them: their threads answer to it to the last.
  EventLoop loop("batch");
  PictureRooms rooms(config);
  loop.start();
  // Nothing is evicted before the index has been read back.
  rooms.tasks.start(loop.executor(), "scan", rooms.delivery.scan());
  Progress progress;
  make_all(rooms, loop, options, *recipes, options.ids == "-" ? std::cin : file, progress);
  progress.finish();
  rooms.tasks.wait();
  loop.stop();
  return progress.failed() == 0 ? 0 : 1;
}

}  // namespace vitrine::app
