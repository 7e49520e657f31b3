#include "app/batch.h"

#include <fstream>
#include <functional>
#include <iostream>

#include "app/batch_progress.h"
#include "app/picture_rooms.h"
#include "app/store_rooms.h"
#include "app/work_rooms.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "endpoints/picture_name.h"
#include "endpoints/upload_intake.h"
#include "runtime/event_loop.h"
#include "store/redis/job_store.h"

namespace vitrine::app {

namespace {

using Recipes = std::vector<images::Recipe>;

// One picture to make.
struct Job {
  std::string label;  // "product/image/7/w500.webp"
  delivery::Order order;
};

// The sizes of one id together, because they share its decode.
Task<void> make_sizes(delivery::Delivery& delivery,
                      std::vector<Job> jobs,
                      Progress& progress,
                      Window& window) {
  std::vector<Job> missing;
  std::vector<images::Recipe> recipes;
  for (auto& job : jobs) {
    const auto known = co_await delivery.describe(job.order);
    if (known && known->bytes) {
      progress.done(Progress::Outcome::kept, job.label, nullptr);
    } else {
      recipes.push_back(job.order.recipe);
      missing.push_back(std::move(job));
    }
  }
  if (!missing.empty()) {
    const auto pictures =
        co_await delivery.deliver_many(missing.front().order.source, std::move(recipes));
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto& picture = pictures[i];
      progress.done(picture ? Progress::Outcome::made : Progress::Outcome::failed,
                    missing[i].label,
                    picture ? nullptr : &picture.error());
    }
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

// Calls `make` with the path of each id.
void for_each_path(const BatchOptions& options,
                   const endpoints::Pictures& pictures,
                   std::istream& ids,
                   const std::function<void(const std::string& path)>& make) {
  std::string id;
  while (std::getline(ids, id)) {
    if (!id.empty() && id.back() == '\r') id.pop_back();
    if (!id.empty() && id.front() != '#') make(full_path(options, pictures, id));
  }
}

// In this process.
void make_all(PictureRooms& rooms,
              EventLoop& loop,
              const BatchOptions& options,
              const Recipes& recipes,
              std::istream& ids,
              Progress& progress) {
  Window window(rooms.render.threads() * 2);
  for_each_path(options, rooms.pictures, ids, [&](const std::string& path) {
    auto jobs = jobs_of(rooms.pictures, recipes, path);
    progress.add(jobs ? jobs->size() : 1);
    if (!jobs) return progress.done(Progress::Outcome::failed, path, &jobs.error());
    window.enter();
    rooms.tasks.start(
        loop.executor(), "batch", make_sizes(rooms.delivery, *std::move(jobs), progress, window));
  });
  window.wait_empty();
}

Task<Result<void>> made_by_job(jobs::Jobs& jobs, jobs::NewJob job) {
  CO_TRY(const auto enqueued, co_await jobs.enqueue(std::move(job)));
  while (true) {
    CO_TRY(const auto now, co_await jobs.wait(enqueued.id, std::chrono::seconds(60)));
    if (!now) co_return fail(FailureKind::unavailable, "The queue does not know the job any more");
    if (now->state == jobs::State::done) co_return Result<void>();
    if (!jobs::has_ended(now->state)) continue;
    co_return fail(FailureKind::unsupported,
                   now->error ? now->error->sentence : "The job was cancelled");
  }
}

Task<void> make_one_by_job(
    jobs::Jobs& jobs, jobs::NewJob job, std::string path, Progress& progress, Window& window) {
  const auto made = co_await made_by_job(jobs, std::move(job));
  progress.done(made ? Progress::Outcome::made : Progress::Outcome::failed,
                path,
                made ? nullptr : &made.error());
  window.leave();
}

// One job for all sizes of an id, which any worker may do, and this process does, too.
void make_all_by_jobs(PictureRooms& rooms,
                      WorkRooms& work,
                      EventLoop& loop,
                      const BatchOptions& options,
                      std::istream& ids,
                      Progress& progress) {
  // Enough that many workers have something to do.
  Window window(256);
  for_each_path(options, rooms.pictures, ids, [&](const std::string& path) {
    progress.add(1);
    const auto* space = namespace_of(rooms.pictures, path);
    if (space == nullptr) {
      const Failure failure{FailureKind::not_found, "It begins with the name of no namespace", {}};
      return progress.done(Progress::Outcome::failed, path, &failure);
    }
    jobs::NewJob job{.kind = endpoints::kSizesKind, .queue = options.queue};
    job.arguments = endpoints::sizes_arguments(
        {.space = space->name(), .id = path.substr(space->name().size() + 1)}, options.sizes);
    job.once = "sizes:" + crypto::hex(crypto::sha256(job.arguments));
    window.enter();
    rooms.tasks.start(loop.executor(),
                      "batch",
                      make_one_by_job(work.jobs, std::move(job), path, progress, window));
  });
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
  auto& ids = options.ids == "-" ? std::cin : file;
  if (const auto redis = jobs_in_redis(config)) {
    store::redis::JobStore store(
        {.address = *redis, .limits = config.jobs.store}, rooms.clock, crypto::random_bytes);
    WorkRooms work(
        config, {.queues = {options.queue}, .concurrency = config.jobs.concurrency}, store, rooms);
    work.workers.start();
    make_all_by_jobs(rooms, work, loop, options, ids, progress);
    work.workers.stop();
  } else {
    make_all(rooms, loop, options, *recipes, ids, progress);
  }
  progress.finish();
  rooms.tasks.wait();
  loop.stop();
  return progress.failed() == 0 ? 0 : 1;
}

}  // namespace vitrine::app
