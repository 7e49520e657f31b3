// What an operator is told about single pictures: that one was made both ways
// (images::Limits::verify), or of half an original. One line in the log and one count.
#pragma once

#include "delivery/results.h"
#include "delivery/rooms.h"
#include "images/render.h"

namespace vitrine::delivery {

// Nothing for a picture that was not verified. A warning when the two ways lie far apart.
void report_verified(const images::Encoded& encoded, const ResultId& id, const Rooms& rooms);

// The original of a picture ended early, and what is there was shown
// (images::Corrupt::best_effort).
void report_cut(const ResultId& id, const Rooms& rooms);

}  // namespace vitrine::delivery
