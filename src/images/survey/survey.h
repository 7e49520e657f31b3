// What an original says about itself, read by us before libvips sees a byte of it: format by its
// magic bytes, dimensions, frames, scans, and whether its structure is whole. Pure functions of the
// bytes that never allocate by a number found in them; time is linear in the size of the file.
//
// The structure is followed to its end mark because libvips 8.14 takes cut JPEG and PNG files with
// a warning and paints the rest grey. Pixels are not looked at: those can still be broken.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "failure/result.h"
#include "images/corrupt.h"
#include "images/recipe.h"

namespace vitrine::images {

struct Survey {
  Format format = Format::jpeg;
  // As stored, before any EXIF turn; never 0. The largest image in the file where there are
  // several.
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t frames = 1;
  // Of a JPEG; each costs a pass over its coefficients.
  std::uint32_t scans = 1;
  // Of a progressive JPEG: the coarser of the two lowest quantisation steps of its luma above the
  // mean. 0 for everything else.
  std::uint32_t luma_step = 0;
  // A JPEG that is sequential, Huffman-coded and in one scan.
  bool baseline = false;
  // A JPEG of more than one scan: progressive, or sequential with its colours one after another.
  bool in_scans = false;
  // A PNG of 8 bit a sample that is not interlaced.
  bool plain_png = false;
  // A JPEG or PNG that ends before its picture does.
  bool cut = false;
};

// Absent for anything that is not one of our formats, whatever its name or type says.
std::optional<Format> sniff(std::string_view bytes);

// unsupported: not a picture of ours, cut off, or without a sane header.
// With Corrupt::best_effort a JPEG or PNG may be cut off behind the beginning of its pixels.
Result<Survey> survey(std::string_view original, Corrupt corrupt = Corrupt::refuse_cut);

// One per format; `bytes` has the magic of that format.
Result<Survey> survey_jpeg(std::string_view bytes, Corrupt corrupt);
Result<Survey> survey_png(std::string_view bytes, Corrupt corrupt);
Result<Survey> survey_webp(std::string_view bytes);
Result<Survey> survey_avif(std::string_view bytes);
Result<Survey> survey_gif(std::string_view bytes);

}  // namespace vitrine::images
