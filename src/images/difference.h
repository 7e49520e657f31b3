// How far two encoded pictures of one size lie apart: what `Limits::verify` finds out about a
// picture that went the short way. Pure but for the decoders of libvips, which may throw VError.
#pragma once

#include <array>
#include <string_view>

#include "failure/result.h"

namespace vitrine::images {

struct Difference {
  // Of the luma, in dB; two equal pictures have kPsnrMax.
  double luma_psnr = 0;
  // The greatest difference between the means of any block of 8x8 pixels: red, green, blue, from 0
  // to 255. Fine noise of two encoders is not in it, a wrong shade or a shifted edge is.
  std::array<double, 3> block_means{};

  // Above the limits below: a person should look at the two pictures.
  bool is_large() const;
};

inline constexpr double kPsnrMax = 99;

// Of fifteen photographs at quality 80, none has less than 33 dB, nor more than 15, 9 and 24
// (tests/images/verify_test.cpp). Blue, which eyes hardly see, is what encoders spare most.
inline constexpr double kVerifiedPsnrMin = 26;
inline constexpr std::array<double, 3> kVerifiedBlockMax = {24, 16, 36};

// unsupported when one of them cannot be decoded, or their sizes are not the same. Transparency is
// laid on white.
Result<Difference> difference_of(std::string_view bytes, std::string_view expected);

}  // namespace vitrine::images
