#include "delivery/renderer.h"

#include <chrono>
#include <string>
#include <utility>

#include "delivery/original_view.h"
#include "runtime/run_on.h"

namespace vitrine::delivery {

namespace {

// A value of its own, because a job may outlive the Renderer while the service stops.
struct RenderJob {
  OriginalBytes original;
  std::string name;
  std::vector<images::Recipe> recipes;
  images::Limits limits;
  std::shared_ptr<images::PlanesCache> planes;
  std::shared_ptr<std::atomic<bool>> cancelled;
  observe::Histogram& seconds;
  const Clock& clock;

  Renderer::Made operator()() {
    const SteadyTime start = clock.steady();
    const auto view = OriginalView::of(std::move(original));
    if (!view) return Renderer::Made(recipes.size(), std::unexpected(view.error()));
    auto made =
        images::render_many(view->bytes(), recipes, limits, *cancelled, {planes.get(), name});
    const auto spent = std::chrono::duration<double>(clock.steady() - start).count();
    // Of a picture, also where several share the work.
    for (std::size_t i = 0; i < made.size(); ++i) {
      seconds.observe(spent / static_cast<double>(made.size()));
    }
    return made;
  }
};

}  // namespace

Renderer::Renderer(RendererConfig config, Rooms rooms)
    : limits_(config.images),
      rooms_(rooms),
      slots_("render", rooms.render.threads(), config.queue_max),
      planes_(std::make_shared<images::PlanesCache>(config.planes_bytes_max)),
      cancelled_(std::make_shared<std::atomic<bool>>(false)) {
}

Renderer::~Renderer() {
  *cancelled_ = true;
}

std::string Renderer::name_of(const Original& original, std::string_view source_key) {
  std::string name(source_key);
  name += '\n' + original.version + '\n' + std::to_string(original.generation);
  return name;
}

Task<Renderer::Made> Renderer::render(OriginalBytes original,
                                      std::string name,
                                      std::vector<images::Recipe> recipes,
                                      Urgency urgency) {
  const bool patient = urgency == Urgency::background;
  const auto slot = patient ? slots_.enter_if_idle() : slots_.enter();
  if (!slot) co_return Made(recipes.size(), std::unexpected(slot.error()));
  RenderJob job{.original = std::move(original),
                .name = std::move(name),
                .recipes = std::move(recipes),
                .limits = limits_,
                .planes = planes_,
                .cancelled = cancelled_,
                .seconds = rooms_.counters.render_seconds,
                .clock = rooms_.clock};
  co_return co_await run_on(rooms_.render, std::move(job));
}

}  // namespace vitrine::delivery
