// Whether an ICC profile says nothing but "sRGB", as the profiles that cameras and editors embed
// most often do: then the samples need no conversion. A pure function of untrusted bytes.
#pragma once

#include <string_view>

namespace vitrine::images {

// By primaries and curves, not by name. A broken profile is not.
bool is_srgb_profile(std::string_view profile);

}  // namespace vitrine::images
