#include "delivery/renderer.h"

#include <chrono>
#include <utility>

#include "delivery/original_view.h"
#include "runtime/run_on.h"

namespace vitrine::delivery {

namespace {

// A value of its own, because a job may outlive the Renderer while the service stops.
struct RenderJob {
  OriginalBytes original;
  images::Recipe recipe;
  images::Limits limits;
  std::shared_ptr<std::atomic<bool>> cancelled;
  observe::Histogram& seconds;
  const Clock& clock;

  Result<images::Encoded> operator()() {
    const SteadyTime start = clock.steady();
    TRY(const auto view, OriginalView::of(std::move(original)));
    auto encoded = images::render(view.bytes(), recipe, limits, *cancelled);
    seconds.observe(std::chrono::duration<double>(clock.steady() - start).count());
    return encoded;
  }
};

}  // namespace

Renderer::Renderer(images::Limits limits, std::size_t queue_max, Rooms rooms)
    : limits_(limits),
      rooms_(rooms),
      slots_("render", rooms.render.threads(), queue_max),
      cancelled_(std::make_shared<std::atomic<bool>>(false)) {
}

Renderer::~Renderer() {
  *cancelled_ = true;
}

Task<Result<images::Encoded>> Renderer::render(OriginalBytes original,
                                               images::Recipe recipe,
                                               Urgency urgency) {
  const bool patient = urgency == Urgency::background;
  CO_TRY(const AdmissionSlot slot, patient ? slots_.enter_if_idle() : slots_.enter());
  RenderJob job{.original = std::move(original),
                .recipe = recipe,
                .limits = limits_,
                .cancelled = cancelled_,
                .seconds = rooms_.counters.render_seconds,
                .clock = rooms_.clock};
  co_return co_await run_on(rooms_.render, std::move(job));
}

}  // namespace vitrine::delivery
