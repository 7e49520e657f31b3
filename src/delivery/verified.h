// What became of a picture that was made both ways (images::Limits::verify): one line in the log
// and one count.
#pragma once

#include "delivery/results.h"
#include "delivery/rooms.h"
#include "images/render.h"

namespace vitrine::delivery {

// Nothing for a picture that was not verified. A warning when the two ways lie far apart.
void report_verified(const images::Encoded& encoded, const ResultId& id, const Rooms& rooms);

}  // namespace vitrine::delivery
