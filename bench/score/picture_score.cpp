// How good are these small pictures? Compares them with what a careful, slow resize of their
// original gives at their size, on encoded values ("gamma") and in linear light.
//
//   picture_score ORIGINAL CANDIDATE...
//
// One line per candidate: size, bytes, then PSNR and SSIM of luma against both references. The one
// in linear light is left in the file that SCORE_REFERENCE names, a PNG, for other judges.
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <span>
#include <string>

#include <fmt/format.h>
#include <vips/vips8>

#include "score/likeness.h"
#include "score/reference.h"

namespace {

using vitrine::score::Picture;
using vitrine::score::Plane;

struct References {
  Plane gamma;
  Plane linear;
};

void print_score(const char* path, const Plane& candidate, const References& references) {
  fmt::print("{:>9} {:>9} {:>11.3f} {:>9.5f} {:>12.3f} {:>9.5f}  {}\n",
             fmt::format("{}x{}", candidate.width, candidate.height),
             std::filesystem::file_size(path),
             psnr(references.gamma, candidate),
             ssim(references.gamma, candidate),
             psnr(references.linear, candidate),
             ssim(references.linear, candidate),
             path);
}

void score(const char* original_path, std::span<char*> candidates) {
  const Picture original = vitrine::score::decode(original_path);
  const Picture light = to_light(original);
  References references;
  fmt::print("{:>9} {:>9} {:>11} {:>9} {:>12} {:>9}  candidate\n",
             "size",
             "bytes",
             "PSNR gamma",
             "SSIM",
             "PSNR linear",
             "SSIM");
  for (const char* path : candidates) {
    const Plane candidate = luma(vitrine::score::decode(path));
    if (references.gamma.width != candidate.width || references.gamma.height != candidate.height) {
      references.gamma = luma(resize(original, candidate.width, candidate.height));
      const auto linear = from_light(resize(light, candidate.width, candidate.height));
      references.linear = luma(linear);
      if (const char* const file = std::getenv("SCORE_REFERENCE")) save(linear, file);
    }
    print_score(path, candidate, references);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: picture_score ORIGINAL CANDIDATE...\n");
    return 2;
  }
  if (VIPS_INIT(argv[0]) != 0) return 1;
  try {
    score(argv[1], std::span(argv + 2, static_cast<std::size_t>(argc - 2)));
  } catch (const std::exception& error) {
    fmt::print(stderr, "picture_score: {}\n", error.what());
    return 1;
  }
  vips_shutdown();
  return 0;
}
