#include "images/steps/steps.h"

namespace vitrine::images {

vips::VImage upright(vips::VImage image, const Plan& plan, const Deadline& deadline) {
  if (plan.orientation <= 1 || plan.orientation > 8) return image;
  // Turning reads rows in any order, and a decoder gives them once, from the top.
  const auto whole = in_memory(image, deadline);
  switch (plan.orientation) {
    case 2:
      return whole.fliphor();
    case 3:
      return whole.rot180();
    case 4:
      return whole.flipver();
    case 5:
      return whole.rot90().fliphor();
    case 6:
      return whole.rot90();
    case 7:
      return whole.rot270().fliphor();
    default:
      return whole.rot270();
  }
}

}  // namespace vitrine::images
