// A row of luma, block by block, by the tables of light.h. Functions of their own for every scale,
// because a loop whose length is known costs half.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine::images {

// A row of samples, so many for each block, and the lost deviation of each block.
struct LumaRow {
  std::span<const std::uint8_t> spreads;
  const std::uint8_t* samples;
};

// Light, one number a sample.
void write_light(const LumaRow& row, int scale, std::int16_t* light);

// Slopes for one row of colour, to which one or two rows of luma belong: adds to each number the
// share of those one or two samples of this row that lie beside it. `halvings` is the binary
// logarithm of how many samples belong to it in all, `doubled` says that two of them are in a row.
void add_slopes(
    const LumaRow& row, int scale, bool doubled, unsigned halvings, std::int16_t* slopes);

}  // namespace vitrine::images
