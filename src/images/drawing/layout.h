// Every number of a label, before a pixel is drawn: sizes, boxes, where its texts stand. Units are
// pixels at scale 1. Texts are measured by pango.
#pragma once

#include <string>
#include <vector>

#include "images/drawing/text.h"
#include "images/label.h"
#include "images/plan.h"

namespace vitrine::images {

struct LabelPart {
  double left = 0;
  double width = 0;
  Colour background;
  Colour text_colour;
  std::string text;  // empty: nothing visible
  double cap_height = 0;
  // The line that capitals stand on, from the top.
  double base = 0;
  // Of the text, from the left of the label.
  double middle = 0;
  // From the first to the last ink.
  double text_width = 0;
};

struct LabelLayout {
  Size size;
  TextStyle style;
  // From left to right, without a gap. None for a blank label.
  std::vector<LabelPart> parts;
};

inline constexpr Size kBadgeSize{200, 49};

// `label` has been checked. VError may be thrown.
LabelLayout lay_out(const Label& label);

// At scale 1, or of its image; the texts of a counter are measured. bad_request: check_label, or no
// font has the text.
Result<Size> label_size(const Label& label);

}  // namespace vitrine::images
