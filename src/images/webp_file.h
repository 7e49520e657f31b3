// A WebP file as a list of chunks.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::images {

// Without its EXIF chunk, which libvips 8.14 writes even when told to strip (186 bytes of nothing
// and an extended header in every file). What is not the expected WebP comes back as it was.
std::string without_exif(std::string_view webp);

}  // namespace vitrine::images
