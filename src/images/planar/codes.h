// The codes of a picture, made into tables once for each that is used. Lives on: one job.
#pragma once

#include <array>
#include <memory>

#include "images/planar/code_tables.h"
#include "images/planar/jpeg_header.h"

namespace vitrine::images {

class Codes {
 public:
  // False when one of them is no code, or is not there.
  bool build(const JpegHeader& header) {
    for (std::size_t i = 0; i < header.component_count; ++i) {
      const auto& part = header.components[i];
      auto& means = means_[part.mean_code];
      auto& waves = waves_[part.wave_code];
      if (!means) means = kept(NumberTable::of_means(header.mean_codes[part.mean_code]));
      if (!waves) waves = kept(WaveTable::of(header.wave_codes[part.wave_code]));
      if (!means || !waves) return false;
    }
    return true;
  }

  const NumberTable& means(const JpegComponent& part) const { return *means_[part.mean_code]; }

  const WaveTable& waves(const JpegComponent& part) const { return *waves_[part.wave_code]; }

 private:
  template <typename Table>
  static std::unique_ptr<const Table> kept(const std::optional<Table>& table) {
    return table ? std::make_unique<const Table>(*table) : nullptr;
  }

  std::array<std::unique_ptr<const NumberTable>, 4> means_;
  std::array<std::unique_ptr<const WaveTable>, 4> waves_;
};

}  // namespace vitrine::images
