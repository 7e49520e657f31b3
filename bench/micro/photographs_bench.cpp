// What small pictures of photographs cost, and what they are: makes every one of them in several
// ways, each of them a few times after one that is not counted, as load/sharp_photographs.cjs does.
//
//   photographs_bench ROUNDS FOLDER FILE...
//
// One line for each file and way: CPU milliseconds (median of the rounds), bytes. The pictures are
// left in FOLDER as NAME.WAY.
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
#include <vips/vips8>

#include "cpu_seconds.h"
#include "images/render.h"

namespace vitrine::images {
namespace {

constexpr int kWidth = 512;

struct Way {
  const char* name;
  std::function<std::string(std::string_view)> make;
};

std::string rendered(std::string_view original, Format format, bool planar) {
  const std::atomic<bool> nobody_cancels{false};
  Limits limits;
  limits.planar = planar;
  const Recipe recipe{.fit = Fit::width, .width = kWidth, .format = format};
  auto encoded = render(original, recipe, limits, nobody_cancels);
  if (!encoded) throw std::runtime_error(encoded.error().detail);
  return std::move(encoded->bytes);
}

// What most servers do.
std::string thumbnail(std::string_view original) {
  VipsBlob* const blob = vips_blob_new(nullptr, original.data(), original.size());
  const auto image = vips::VImage::thumbnail_buffer(blob, kWidth);
  vips_area_unref(VIPS_AREA(blob));
  VipsBlob* const saved =
      image.jpegsave_buffer(vips::VImage::option()->set("Q", 80)->set("strip", true));
  std::size_t size = 0;
  const auto* const bytes = static_cast<const char*>(vips_blob_get(saved, &size));
  std::string result(bytes, size);
  vips_area_unref(VIPS_AREA(saved));
  return result;
}

std::vector<Way> ways() {
  const auto way = [](Format format, bool planar) {
    return [=](std::string_view original) { return rendered(original, format, planar); };
  };
  return {{"planar.jpg", way(Format::jpeg, true)},
          {"libvips.jpg", way(Format::jpeg, false)},
          {"thumbnail.jpg", thumbnail},
          {"planar.webp", way(Format::webp, true)},
          {"libvips.webp", way(Format::webp, false)}};
}

void compare(const std::filesystem::path& path, const std::filesystem::path& folder, int rounds) {
  std::ifstream file(path, std::ios::binary);
  const std::string original{std::istreambuf_iterator<char>(file), {}};
  const auto name = path.stem().string();
  for (const auto& way : ways()) {
    std::vector<double> times;
    std::string picture = way.make(original);
    for (int round = 0; round < rounds; ++round) {
      const double start = bench::cpu_seconds();
      picture = way.make(original);
      times.push_back(bench::cpu_seconds() - start);
    }
    std::ranges::sort(times);
    const double spent = times[times.size() / 2] * 1000;
    fmt::print("{:<16} {:<14} {:>8.2f} {:>8}\n", name, way.name, spent, picture.size());
    std::ofstream(folder / (name + "." + way.name), std::ios::binary) << picture;
  }
}

}  // namespace
}  // namespace vitrine::images

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: photographs_bench ROUNDS FOLDER FILE...\n");
    return 2;
  }
  try {
    const vitrine::images::Library library(argv[0]);
    for (int i = 3; i < argc; ++i) {
      vitrine::images::compare(argv[i], argv[2], std::max(1, std::atoi(argv[1])));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "photographs_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
