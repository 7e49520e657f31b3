#include "images/planar/light_rows.h"

#include <array>

#include "images/planar/light.h"

namespace vitrine::images {

namespace {

template <std::size_t kScale>
void write_light_of(const LumaRow& row, std::int16_t* light) {
  const auto& tables = Light::tables();
  const auto* samples = row.samples;
  for (const auto spread : row.spreads) {
    const auto& table = tables.of_luma(spread);
    for (std::size_t i = 0; i < kScale; ++i) light[i] = table[samples[i]];
    samples += kScale;
    light += kScale;
  }
}

// A pair of samples can lie in two blocks where the scale is odd.
template <std::size_t kScale>
void add_slopes_of(const LumaRow& row, bool doubled, unsigned halvings, std::int16_t* slopes) {
  const auto& tables = Light::tables();
  const auto* samples = row.samples;
  const unsigned shift = doubled ? 1 : 0;
  std::size_t x = 0;
  for (const auto spread : row.spreads) {
    const auto& table = tables.slopes(spread);
    for (std::size_t i = 0; i < kScale; ++i, ++x) {
      // Four of the steepest would not fit, so each is divided first.
      auto& slope = slopes[x >> shift];
      slope = static_cast<std::int16_t>(slope + (table[samples[i]] >> halvings));
    }
    samples += kScale;
  }
}

}  // namespace

void write_light(const LumaRow& row, int scale, std::int16_t* light) {
  static constexpr std::array kByScale = {write_light_of<1>,
                                          write_light_of<2>,
                                          write_light_of<3>,
                                          write_light_of<4>,
                                          write_light_of<5>,
                                          write_light_of<6>,
                                          write_light_of<7>,
                                          write_light_of<8>};
  kByScale[static_cast<std::size_t>(scale - 1)](row, light);
}

void add_slopes(
    const LumaRow& row, int scale, bool doubled, unsigned halvings, std::int16_t* slopes) {
  static constexpr std::array kByScale = {add_slopes_of<1>,
                                          add_slopes_of<2>,
                                          add_slopes_of<3>,
                                          add_slopes_of<4>,
                                          add_slopes_of<5>,
                                          add_slopes_of<6>,
                                          add_slopes_of<7>,
                                          add_slopes_of<8>};
  kByScale[static_cast<std::size_t>(scale - 1)](row, doubled, halvings, slopes);
}

}  // namespace vitrine::images
