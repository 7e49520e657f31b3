// What small pictures of PNG originals cost: makes them both ways, each a few times after one that
// is not counted, as load/sharp_png.cjs does.
//
//   png_bench ROUNDS FOLDER FILE...
//
// One line for each file and way: CPU milliseconds (median of the rounds), bytes. The pictures are
// left in FOLDER as NAME.WAY.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cpu_seconds.h"
#include "images/render.h"

namespace vitrine::images {
namespace {

constexpr int kWidth = 500;

struct Way {
  const char* name;
  Format format;
  bool shorter;
};

constexpr Way kWays[] = {{"short.png", Format::png, true},
                         {"libvips.png", Format::png, false},
                         {"short.jpg", Format::jpeg, true},
                         {"libvips.jpg", Format::jpeg, false},
                         {"short.webp", Format::webp, true},
                         {"libvips.webp", Format::webp, false}};

std::string make(const std::string& original, const Way& way) {
  const std::atomic<bool> nobody_cancels{false};
  Limits limits;
  limits.planar = way.shorter;
  const Recipe recipe{.fit = Fit::width, .width = kWidth, .format = way.format};
  auto encoded = render(original, recipe, limits, nobody_cancels);
  if (!encoded) throw std::runtime_error(encoded.error().detail);
  return std::move(encoded->bytes);
}

void measure(const std::filesystem::path& path, const std::filesystem::path& folder, int rounds) {
  std::ifstream file(path, std::ios::binary);
  const std::string original{std::istreambuf_iterator<char>(file), {}};
  const auto name = path.stem().string();
  for (const auto& way : kWays) {
    std::vector<double> times;
    std::string picture = make(original, way);
    for (int round = 0; round < rounds; ++round) {
      const double start = bench::cpu_seconds();
      picture = make(original, way);
      times.push_back(bench::cpu_seconds() - start);
    }
    std::ranges::sort(times);
    const double spent = times[times.size() / 2] * 1000;
    fmt::print("{} {} {:.2f} {}\n", name, way.name, spent, picture.size());
    std::ofstream(folder / (name + "." + way.name), std::ios::binary) << picture;
  }
}

}  // namespace
}  // namespace vitrine::images

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: png_bench ROUNDS FOLDER FILE...\n");
    return 2;
  }
  try {
    const vitrine::images::Library library(argv[0]);
    for (int i = 3; i < argc; ++i) {
      vitrine::images::measure(argv[i], argv[2], std::max(1, std::atoi(argv[1])));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "png_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
