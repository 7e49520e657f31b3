// Whether the tables and restart marks of a JPEG can be what they say, before a decoder sees them.
#pragma once

#include <string_view>

#include "failure/result.h"
#include "images/survey/jpeg_segments.h"

namespace vitrine::images {

// Of a segment with quantisation steps or Huffman codes; everything else passes. unsupported: names
// what is wrong and the limit.
Result<void> check_tables(const JpegSegment& segment);

// Of a scan: restart marks are numbered 0 to 7, again and again. unsupported as above.
Result<void> check_restart_marks(const JpegSegment& scan);

}  // namespace vitrine::images
