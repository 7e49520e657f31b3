// Album covers that are drawn from a name, for a demo: a few styles of shapes and gradients, a
// palette, title and artist in type. The same name gives the same cover.
#pragma once

#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::images {

// Changes whenever the same name would give another cover.
inline constexpr std::string_view kCoverVersion = "1";
// Width and height of a cover, in pixels.
inline constexpr int kCoverPixels = 800;

// A name is a title and an artist, "quiet-harbours--lea-moreau": 1 to 64 lower-case letters, digits
// and dashes; the artist may be left out. Bytes of a JPEG. not_found for what is no name. Takes
// some 100 ms: call on the render pool.
Result<std::string> draw_cover(std::string_view name);

// "Quiet Harbours at the End of the Line" of "quiet-harbours-at-the-end-of-the-line".
std::string cover_words(std::string_view part);

}  // namespace vitrine::images
