// What four sizes of one photograph cost: made together, each of them alone, and the smallest one
// more when the planes of its original are kept. load/sharp_siblings.cjs does the same with sharp.
//
//   siblings_bench ROUNDS FILE...
//
// One line for each file and way: CPU milliseconds (median of the rounds, after one that is not
// counted). In the end a line with the peak of resident memory in KiB.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cpu_seconds.h"
#include "images/planes_cache.h"
#include "images/render.h"

namespace vitrine::images {
namespace {

const std::atomic<bool> kNobodyCancels{false};

std::vector<Recipe> sizes() {
  std::vector<Recipe> recipes;
  for (const std::uint32_t width : {1000U, 750U, 500U, 250U}) {
    recipes.push_back({.fit = Fit::width, .width = width});
  }
  return recipes;
}

void require(const Result<Encoded>& encoded) {
  if (!encoded) throw std::runtime_error(encoded.error().detail);
}

void make_together(std::string_view original) {
  for (const auto& encoded : render_many(original, sizes(), {}, kNobodyCancels)) require(encoded);
}

void make_alone(std::string_view original, const std::vector<Recipe>& recipes) {
  for (const auto& recipe : recipes) require(render(original, recipe, {}, kNobodyCancels));
}

// The four sizes have been asked for before, and their original is hot.
void make_from_kept(std::string_view original, PlanesCache& cache) {
  require(render(original, sizes().back(), {}, kNobodyCancels, {&cache, "a photograph"}));
}

void measure(std::string_view name,
             const char* way,
             int rounds,
             const std::function<void()>& work) {
  std::vector<double> times;
  work();
  for (int round = 0; round < rounds; ++round) {
    const double start = bench::cpu_seconds();
    work();
    times.push_back(bench::cpu_seconds() - start);
  }
  std::ranges::sort(times);
  fmt::print("{} {} {:.2f}\n", name, way, times[times.size() / 2] * 1000);
}

void compare(const std::filesystem::path& path, int rounds, std::string_view only) {
  std::ifstream file(path, std::ios::binary);
  const std::string original{std::istreambuf_iterator<char>(file), {}};
  const auto name = path.stem().string();
  PlanesCache cache(64 << 20);
  const auto run = [&](const char* way, const std::function<void()>& work) {
    if (only.empty() || only == way) measure(name, way, rounds, work);
  };
  run("together", [&] { make_together(original); });
  run("alone", [&] { make_alone(original, sizes()); });
  run("largest", [&] { make_alone(original, {sizes().front()}); });
  run("smallest", [&] { make_alone(original, {sizes().back()}); });
  if (!only.empty()) return;
  make_from_kept(original, cache);
  make_from_kept(original, cache);
  run("kept", [&] { make_from_kept(original, cache); });
}

long peak_kibibytes() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

}  // namespace
}  // namespace vitrine::images

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: [ONLY=WAY] siblings_bench ROUNDS FILE...\n");
    return 2;
  }
  const char* const only = std::getenv("ONLY");
  try {
    const vitrine::images::Library library(argv[0]);
    for (int i = 2; i < argc; ++i) {
      vitrine::images::compare(
          argv[i], std::max(1, std::atoi(argv[1])), only == nullptr ? "" : only);
    }
    fmt::print("peak memory {}\n", vitrine::images::peak_kibibytes());
  } catch (const std::exception& error) {
    fmt::print(stderr, "siblings_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
