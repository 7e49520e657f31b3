#include "images/drawing/cover_art.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vitrine::images {

namespace {

constexpr float kPi = std::numbers::pi_v<float>;

constexpr std::array<std::array<Paint, 4>, 8> kPalettes = {{
    {{{24, 22, 48}, {110, 45, 92}, {236, 110, 88}, {255, 214, 150}}},
    {{{12, 34, 56}, {22, 96, 122}, {88, 182, 172}, {240, 234, 202}}},
    {{{36, 28, 24}, {150, 62, 40}, {226, 150, 64}, {250, 228, 190}}},
    {{{18, 38, 30}, {46, 100, 72}, {166, 186, 92}, {244, 240, 208}}},
    {{{30, 18, 52}, {92, 52, 160}, {222, 96, 178}, {252, 210, 226}}},
    {{{20, 24, 32}, {70, 86, 110}, {168, 184, 200}, {246, 244, 238}}},
    {{{10, 26, 74}, {32, 84, 190}, {250, 92, 70}, {255, 226, 112}}},
    {{{44, 16, 30}, {168, 34, 66}, {244, 132, 120}, {255, 232, 214}}},
}};

// 1 inside of an edge, 0 outside; `distance` is negative inside.
float inside(float distance, float blur) {
  return std::clamp(0.5F - distance / blur, 0.0F, 1.0F);
}

// A sun over bands of water.
Paint sunset(const CoverArt& art, float x, float y, float blur) {
  const auto& [dark, deep, bright, light] = art.palette;
  const float horizon = 0.52F + 0.12F * art.chance[0];
  auto colour = mix(deep, bright, std::clamp(y / horizon, 0.0F, 1.0F));
  const float middle = 0.3F + 0.4F * art.chance[1];
  const float radius = 0.2F + 0.12F * art.chance[2];
  const float sun = std::hypot(x - middle, y - horizon + 0.04F) - radius;
  // Cut into strips towards the water.
  const float strip = std::sin((y - horizon) * (70 + 40 * art.chance[3]));
  const float shown = y < horizon - radius * 0.35F ? 1 : inside(-strip - 0.35F, 0.3F);
  colour = mix(colour, light, inside(sun, blur) * shown);
  const float wave = 0.012F * std::sin(x * 2 * kPi * 2 + art.chance[4] * 6);
  const auto water = mix(deep, dark, std::clamp((y - horizon) / (1 - horizon) * 1.2F, 0.0F, 1.0F));
  colour = mix(colour, water, inside(horizon + wave - y, blur));
  const float glint = std::abs(std::sin(y * 90)) * std::exp(-std::abs(x - middle) * 9);
  return y > horizon + wave ? mix(colour, light, 0.45F * glint * (1.25F - y)) : colour;
}

// Rings around a point, as of a record or of rain.
Paint rings(const CoverArt& art, float x, float y, float blur) {
  const auto& [dark, deep, bright, light] = art.palette;
  const float from = std::hypot(x - 0.25F - 0.5F * art.chance[0], y - 0.2F - 0.4F * art.chance[1]);
  const float width = 0.05F + 0.05F * art.chance[2];
  const auto ring = static_cast<int>(from / width);
  const std::array<Paint, 4> order = {light, bright, deep, dark};
  const auto colour_of = [&](int number) {
    const auto base = order.at(static_cast<std::size_t>(number) % order.size());
    return mix(base, dark, std::clamp(static_cast<float>(number) * 0.035F, 0.0F, 0.7F));
  };
  const float edge = from - static_cast<float>(ring) * width;
  return mix(colour_of(ring), colour_of(ring + 1), inside(width - edge, blur * 1.5F));
}

// Hills behind hills, the far ones pale.
Paint hills(const CoverArt& art, float x, float y, float blur) {
  const auto& [dark, deep, bright, light] = art.palette;
  auto colour = mix(bright, light, std::clamp(y * 1.8F, 0.0F, 1.0F));
  const float moon = std::hypot(x - 0.2F - 0.6F * art.chance[0], y - 0.22F) - 0.07F;
  colour = mix(colour, light, inside(moon, blur));
  constexpr int kHills = 6;
  for (int i = 0; i < kHills; ++i) {
    const auto near = static_cast<float>(i) / (kHills - 1);
    const float turn = art.chance.at(static_cast<std::size_t>(i) + 1) * 2 * kPi;
    const float top = 0.36F + 0.11F * static_cast<float>(i) +
                      0.07F * std::sin(x * (3 + 2 * near) + turn) +
                      0.025F * std::sin(x * (9 + 5 * near) + 2 * turn);
    const auto hill = near < 0.5F ? mix(bright, deep, near * 2) : mix(deep, dark, near * 2 - 1);
    colour = mix(colour, hill, inside(top - y, blur));
  }
  return colour;
}

// Tiles of quarter circles.
Paint tiles(const CoverArt& art, float x, float y, float blur) {
  const float count = 3 + std::floor(art.chance[0] * 3);
  const float column = std::floor(x * count);
  const float row = std::floor(y * count);
  float u = x * count - column;
  float v = y * count - row;
  // As good as chance, and the same for the same tile.
  const float thrown =
      std::sin((column + 1) * 127.1F + (row + 1) * 311.7F + art.chance[1] * 97) * 43758;
  const auto bits = static_cast<unsigned>((thrown - std::floor(thrown)) * 4096);
  if ((bits & 1U) != 0) u = 1 - u;
  if ((bits & 2U) != 0) v = 1 - v;
  const auto ground = art.palette.at((bits >> 2U) & 3U);
  auto figure = art.palette.at((bits >> 4U) & 3U);
  if (((bits >> 2U) & 3U) == ((bits >> 4U) & 3U)) figure = art.palette.at(((bits >> 4U) + 2) & 3U);
  const float edge = blur * count;
  switch ((bits >> 6U) & 3U) {
    case 0:
      return mix(ground, figure, inside(std::hypot(u, v) - 1, edge));
    case 1:
      return mix(ground, figure, inside(std::hypot(u - 0.5F, v - 0.5F) - 0.38F, edge));
    case 2:
      return mix(ground, figure, inside((u + v - 1) * 0.707F, edge));
    default:
      return mix(mix(ground, figure, inside(std::hypot(u, v) - 1, edge)),
                 ground,
                 inside(std::hypot(u, v) - 0.5F, edge));
  }
}

// Bands that cross a gradient.
Paint bands(const CoverArt& art, float x, float y, float blur) {
  const auto& [dark, deep, bright, light] = art.palette;
  const float angle = (0.15F + 0.7F * art.chance[0]) * kPi;
  const float along = (x - 0.5F) * std::cos(angle) + (y - 0.5F) * std::sin(angle);
  const float across = (y - 0.5F) * std::cos(angle) - (x - 0.5F) * std::sin(angle);
  auto colour = mix(dark, deep, std::clamp(along + 0.6F, 0.0F, 1.0F));
  const std::array<Paint, 3> colours = {bright, light, deep};
  for (std::size_t i = 0; i < 5; ++i) {
    const float middle = -0.42F + 0.2F * static_cast<float>(i) + 0.1F * art.chance.at(i + 1);
    const float width = 0.02F + 0.075F * art.chance.at((i * 3 + 2) % 8);
    const float bend = 0.06F * std::sin(along * (3 + 3 * art.chance[7]));
    const auto band = mix(colours.at(i % 3), dark, std::clamp(0.35F - along * 0.7F, 0.0F, 0.6F));
    colour = mix(colour, band, inside(std::abs(across + bend - middle) - width, blur));
  }
  return colour;
}

}  // namespace

Paint mix(Paint from, Paint to, float share) {
  return {from.red + (to.red - from.red) * share,
          from.green + (to.green - from.green) * share,
          from.blue + (to.blue - from.blue) * share};
}

CoverArt cover_art(std::span<const std::uint8_t> digest) {
  CoverArt art;
  art.style = digest[0] % kCoverStyles;
  art.palette = kPalettes.at(digest[1] % kPalettes.size());
  for (std::size_t i = 0; i < art.chance.size(); ++i) {
    art.chance.at(i) = static_cast<float>(digest[2 + i]) / 255;
  }
  return art;
}

Paint art_at(const CoverArt& art, float x, float y, float blur) {
  switch (art.style) {
    case 0:
      return sunset(art, x, y, blur);
    case 1:
      return rings(art, x, y, blur);
    case 2:
      return hills(art, x, y, blur);
    case 3:
      return tiles(art, x, y, blur);
    default:
      return bands(art, x, y, blur);
  }
}

}  // namespace vitrine::images
