#include "images/cover.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ranges>
#include <vector>

#include <vips/vips8>

#include "crypto/digest.h"
#include "images/drawing/cover_art.h"
#include "images/drawing/text.h"
#include "images/drawing/undrawable.h"

namespace vitrine::images {

namespace {

using vips::VImage;

constexpr float kMargin = 0.07F;
constexpr std::size_t kLineLetters = 17;

// RGB, three bytes a pixel.
using Canvas = std::vector<std::uint8_t>;

bool is_name(std::string_view name) {
  constexpr std::size_t kNameMax = 64;
  return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::uint8_t byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 255.0F)));
}

Canvas paint_art(const CoverArt& art) {
  Canvas canvas;
  canvas.reserve(std::size_t{3} * kCoverPixels * kCoverPixels);
  constexpr float kPixel = 1.0F / kCoverPixels;
  for (int row = 0; row < kCoverPixels; ++row) {
    for (int column = 0; column < kCoverPixels; ++column) {
      const float x = (static_cast<float>(column) + 0.5F) * kPixel;
      const float y = (static_cast<float>(row) + 0.5F) * kPixel;
      auto colour = art_at(art, x, y, kPixel * 1.4F);
      // Words stand at the foot, which is dark behind them.
      colour = mix(colour, art.palette[0], 0.8F * std::clamp((y - 0.5F) * 2.6F, 0.0F, 1.0F));
      for (const float part : {colour.red, colour.green, colour.blue}) canvas.push_back(byte(part));
    }
  }
  return canvas;
}

// By words, so that no line is much longer than kLineLetters.
std::vector<std::string> lines_of(std::string_view words) {
  std::vector<std::string> lines(1);
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    const auto word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (!lines.back().empty() && lines.back().size() + word.size() + 1 > kLineLetters) {
      lines.emplace_back();
    }
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

// One line of words from the left margin, its capitals around `middle`.
void write(
    Canvas& canvas, const std::string& words, double cap_height, double middle, Paint colour) {
  constexpr double kWidth = kCoverPixels * (1 - 2 * kMargin);
  auto ink = ink_of(words, {.weight = Weight::bold}, cap_height);
  if (ink.coverage.width() > kWidth) {
    ink = ink_of(words, {.weight = Weight::bold}, cap_height * kWidth / ink.coverage.width());
  }
  const auto left = static_cast<int>(kCoverPixels * kMargin);
  const auto top = static_cast<int>(std::lround(middle - ink.above_middle));
  const auto* coverage = static_cast<const std::uint8_t*>(ink.coverage.data());
  for (int row = 0; row < ink.coverage.height(); ++row) {
    for (int column = 0; column < ink.coverage.width(); ++column, ++coverage) {
      const int x = left + column;
      const int y = top + row;
      if (*coverage == 0 || x >= kCoverPixels || y < 0 || y >= kCoverPixels) continue;
      auto* const pixel =
          canvas.data() + std::size_t{3} * (static_cast<std::size_t>(y) * kCoverPixels +
                                            static_cast<std::size_t>(x));
      const auto mixed = mix({static_cast<float>(pixel[0]),
                              static_cast<float>(pixel[1]),
                              static_cast<float>(pixel[2])},
                             colour,
                             static_cast<float>(*coverage) / 255);
      pixel[0] = byte(mixed.red);
      pixel[1] = byte(mixed.green);
      pixel[2] = byte(mixed.blue);
    }
  }
}

// From the foot upwards: the artist, then the title.
void write_words(Canvas& canvas, std::string_view name, const CoverArt& art) {
  constexpr double kTitle = 46;
  constexpr double kArtist = 26;
  const auto two = std::min(name.find("--"), name.size());
  const auto title = cover_words(name.substr(0, two));
  const auto artist = cover_words(name.substr(std::min(two + 2, name.size())));
  double middle = kCoverPixels * (1 - kMargin) - kArtist / 2;
  if (!artist.empty()) {
    write(canvas, artist, kArtist, middle, art.palette[2]);
    middle -= kArtist / 2 + kTitle;
  }
  const auto lines = lines_of(title);
  for (const auto& line : std::views::reverse(lines)) {
    if (!line.empty()) write(canvas, line, kTitle, middle, art.palette[3]);
    middle -= kTitle * 1.65;
  }
}

std::string jpeg(const Canvas& canvas) {
  const auto image = VImage::new_from_memory(const_cast<std::uint8_t*>(canvas.data()),
                                             canvas.size(),
                                             kCoverPixels,
                                             kCoverPixels,
                                             3,
                                             VIPS_FORMAT_UCHAR)
                         .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  auto* const blob = image.jpegsave_buffer(VImage::option()->set("Q", 92));
  std::size_t bytes = 0;
  const auto* const data = static_cast<const char*>(vips_blob_get(blob, &bytes));
  std::string encoded(data, bytes);
  vips_area_unref(VIPS_AREA(blob));
  return encoded;
}

}  // namespace

std::string cover_words(std::string_view part) {
  std::string words;
  bool begins = true;
  for (const char letter : part) {
    if (letter == '-') {
      begins = true;
      continue;
    }
    if (begins && !words.empty()) words.push_back(' ');
    words.push_back(begins && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A')
                                                             : letter);
    begins = false;
  }
  for (const std::string_view small :
       {" At ", " Of ", " The ", " For ", " From ", " A ", " In ", " On ", " And "}) {
    for (auto at = words.find(small); at != std::string::npos; at = words.find(small, at)) {
      words[at + 1] = static_cast<char>(words[at + 1] - 'A' + 'a');
    }
  }
  return words;
}

Result<std::string> draw_cover(std::string_view name) {
  if (!is_name(name)) {
    return fail(FailureKind::not_found,
                "A cover has 1 to 64 lower-case letters, digits and dashes as its name");
  }
  const auto art = cover_art(crypto::sha256(name));
  try {
    auto canvas = paint_art(art);
    write_words(canvas, name, art);
    return jpeg(canvas);
  } catch (const vips::VError& error) {
    return std::unexpected(undrawable(error));
  }
}

}  // namespace vitrine::images
