#include <algorithm>
#include <array>

#include "images/survey/broken.h"
#include "images/survey/jpeg_segments.h"
#include "images/survey/jpeg_tables.h"
#include "images/survey/survey.h"

namespace vitrine::images {

namespace {

// The coarser of the two lowest steps above the mean, by table.
using Steps = std::array<std::uint32_t, 4>;

void read_steps(ByteReader segment, Steps& steps) {
  while (segment.left() > 0) {
    const auto kind = segment.u8();
    const bool wide = kind >> 4 != 0;
    const auto next = [&] { return wide ? segment.be16() : segment.u8(); };
    next();
    const std::uint32_t across = next();
    const std::uint32_t down = next();
    steps[kind & 3] = std::max(across, down);
    segment.skip(wide ? 61 * 2 : 61);
  }
}

struct Frame {
  // Of the first component, which is the luma.
  std::uint8_t step_table = 0;
  bool progressive = false;
  bool baseline = false;
  bool arithmetic = false;
};

Result<void> read_frame_header(const JpegSegment& segment, Survey& survey, Frame& frame) {
  if (survey.width != 0) {
    return fail(FailureKind::unsupported,
                "The original has 2 frame headers, which say its size; at most 1 is taken");
  }
  ByteReader reader(segment.data);
  const auto bits = reader.u8();
  survey.height = reader.be16();
  survey.width = reader.be16();
  const auto components = reader.u8();
  reader.skip(2);
  frame.step_table = reader.u8() & 3;
  frame.progressive = segment.marker == JpegSegment::kProgressive;
  frame.baseline = segment.marker == 0xc0 || segment.marker == 0xc1;
  frame.arithmetic = segment.marker == 0xc9 || segment.marker == 0xca;
  if (reader.cut() || survey.width == 0 || survey.height == 0) {
    return broken("JPEG frame header without a size");
  }
  if (bits != 8 || (components != 1 && components != 3 && components != 4)) {
    return fail(
        FailureKind::unsupported,
        "The original is a JPEG of an uncommon kind: 8 bit and 1, 3 or 4 components are taken");
  }
  return {};
}

}  // namespace

Result<Survey> survey_jpeg(std::string_view bytes, Corrupt corrupt) {
  Survey survey{.format = Format::jpeg, .scans = 0};
  Steps steps{};
  Frame frame;
  JpegSegments segments(bytes);
  while (const auto segment = segments.next()) {
    if (segment->is_frame_header()) TRY_VOID(read_frame_header(*segment, survey, frame));
    if (segment->marker == JpegSegment::kQuantisation) read_steps(ByteReader(segment->data), steps);
    TRY_VOID(check_tables(*segment));
    if (segment->marker != JpegSegment::kStartOfScan) continue;
    ++survey.scans;
    // A decoder finds its way again, somehow.
    if (corrupt != Corrupt::best_effort) TRY_VOID(check_restart_marks(*segment));
  }
  if (segments.cut()) {
    const bool has_pixels = survey.width != 0 && survey.scans > 0;
    if (corrupt != Corrupt::best_effort || !has_pixels) return cut_off("JPEG without an end mark");
    survey.cut = true;
    return survey;
  }
  if (!segments.complete()) return broken("JPEG segment without a length");
  if (survey.width == 0 || survey.scans == 0) return broken("JPEG without a picture");
  survey.baseline = frame.baseline && survey.scans == 1;
  survey.in_scans = frame.progressive || frame.arithmetic || (frame.baseline && survey.scans > 1);
  if (frame.progressive) survey.luma_step = steps[frame.step_table];
  return survey;
}

}  // namespace vitrine::images
