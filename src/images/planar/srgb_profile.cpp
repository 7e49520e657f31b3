#include "images/planar/srgb_profile.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "images/survey/byte_reader.h"

namespace vitrine::images {

namespace {

constexpr std::size_t kHeader = 128;
// Of the profiles that name their tags, the largest have some thirty.
constexpr std::uint32_t kTagsMax = 100;

// The data of a tag, from its type on; empty where there is none.
std::string_view tag_of(std::string_view profile, std::string_view name) {
  ByteReader reader(profile);
  reader.skip(kHeader);
  const auto count = reader.be32();
  for (std::uint32_t i = 0; i < count && i < kTagsMax && !reader.cut(); ++i) {
    const auto found = reader.take(4);
    const std::size_t offset = reader.be32();
    const std::size_t size = reader.be32();
    if (found != name) continue;
    if (offset > profile.size() || size > profile.size() - offset) return {};
    return profile.substr(offset, size);
  }
  return {};
}

// 16 bits before the point and 16 behind it, signed.
double fixed(ByteReader& reader) {
  return static_cast<std::int32_t>(reader.be32()) / 65'536.0;
}

bool is_primary(std::string_view tag, const std::array<double, 3>& expected) {
  constexpr double kTolerance = 0.002;
  ByteReader reader(tag);
  if (reader.take(4) != "XYZ ") return false;
  reader.skip(4);
  for (const double value : expected) {
    if (std::abs(fixed(reader) - value) > kTolerance) return false;
  }
  return !reader.cut();
}

double srgb_light(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

// Samples of a curve, from 0 to 1; a single number is an exponent.
std::optional<double> table_at(ByteReader reader, double encoded) {
  const auto count = reader.be32();
  if (count < 2) return count == 0 ? encoded : std::pow(encoded, reader.be16() / 256.0);
  const double place = encoded * (count - 1.0);
  const auto below = static_cast<std::uint64_t>(place);
  reader.skip(2 * below);
  const double low = reader.be16();
  const double high = below + 1 < count ? reader.be16() : low;
  if (reader.cut()) return std::nullopt;
  return (low + (high - low) * (place - static_cast<double>(below))) / 65'535;
}

// (a x + b) to the power g from d on, c x below: what an sRGB that is written as a formula uses.
std::optional<double> formula_at(ByteReader reader, double encoded) {
  constexpr std::uint16_t kWithLinearPart = 3;
  const auto kind = reader.be16();
  reader.skip(2);
  const double power = fixed(reader);
  const double factor = fixed(reader);
  const double offset = fixed(reader);
  const double slope = fixed(reader);
  const double from = fixed(reader);
  if (kind != kWithLinearPart || reader.cut()) return std::nullopt;
  return encoded >= from ? std::pow(factor * encoded + offset, power) : slope * encoded;
}

bool is_curve(std::string_view tag) {
  constexpr double kTolerance = 0.003;
  ByteReader reader(tag);
  const auto type = reader.take(4);
  reader.skip(4);
  for (int i = 0; i <= 16; ++i) {
    const double encoded = i / 16.0;
    const auto light = type == "curv"   ? table_at(reader, encoded)
                       : type == "para" ? formula_at(reader, encoded)
                                        : std::nullopt;
    // Written so that what is no number is not near.
    if (!light || !(std::abs(*light - srgb_light(encoded)) <= kTolerance)) return false;
  }
  return true;
}

}  // namespace

bool is_srgb_profile(std::string_view profile) {
  if (profile.size() <= kHeader || profile.substr(16, 8) != "RGB XYZ ") return false;
  // A table of colours would be used before primaries and curves.
  if (!tag_of(profile, "A2B0").empty() || !tag_of(profile, "A2B1").empty()) return false;
  for (const auto* const curve : {"rTRC", "gTRC", "bTRC"}) {
    if (!is_curve(tag_of(profile, curve))) return false;
  }
  return is_primary(tag_of(profile, "rXYZ"), {0.4361, 0.2225, 0.0139}) &&
         is_primary(tag_of(profile, "gXYZ"), {0.3851, 0.7169, 0.0971}) &&
         is_primary(tag_of(profile, "bXYZ"), {0.1431, 0.0606, 0.7141});
}

}  // namespace vitrine::images
