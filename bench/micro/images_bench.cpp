// One render of a photograph of 8 megapixels (progressive JPEG, 1.8 MB) per result format. CPU time
// is the figure to compare: nothing here waits.
#include <atomic>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "images/plan.h"
#include "images/render.h"

namespace vitrine::images {
namespace {

constexpr const char* kPhotograph =
    "/usr/share/backgrounds/picosdeeuropa_by_Aitzol_Berasategi.jpg";  // lomiri-wallpapers-16.04

const std::string& photograph() {
  static const Library library("images_bench");
  static const std::string bytes = [] {
    std::ifstream file(kPhotograph, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  if (bytes.empty()) throw std::runtime_error("install lomiri-wallpapers-16.04");
  return bytes;
}

void render_photograph(benchmark::State& state, const Recipe& recipe) {
  const auto& original = photograph();
  const std::atomic<bool> nobody_cancels{false};
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto encoded = render(original, recipe, {}, nobody_cancels);
    if (!encoded) throw std::runtime_error(encoded.error().detail);
    bytes = encoded->bytes.size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}

constexpr Recipe w512(Format format) {
  return {.fit = Fit::width, .width = 512, .format = format};
}

BENCHMARK_CAPTURE(render_photograph, jpeg, w512(Format::jpeg))
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(render_photograph, png, w512(Format::png))
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(render_photograph, webp, w512(Format::webp))
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(render_photograph, avif, w512(Format::avif))
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(render_photograph, gif, w512(Format::gif))
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(render_photograph,
                  jpeg_linear_light,
                  Recipe{.fit = Fit::width, .width = 512, .linear_light = true})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(render_photograph,
                  jpeg_thumbnail,
                  Recipe{.fit = Fit::cover, .width = 100, .height = 100})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

void read_header_of_photograph(benchmark::State& state) {
  const auto& original = photograph();
  for (auto _ : state) benchmark::DoNotOptimize(read_header(original, {}));
}

BENCHMARK(read_header_of_photograph)->Unit(benchmark::kMicrosecond);

void plan(benchmark::State& state) {
  const Source source{.format = Format::jpeg, .size = {3264, 2448}, .orientation = 6};
  const Recipe recipe{.fit = Fit::cover, .width = 300, .height = 400};
  for (auto _ : state) benchmark::DoNotOptimize(make_plan(recipe, source, {}));
}

BENCHMARK(plan);

}  // namespace
}  // namespace vitrine::images
