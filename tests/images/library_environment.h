// libvips runs once for all tests of the program, as it does in a server.
#pragma once

#include "images/render.h"

namespace vitrine::images {

Library& library();

// With the default limits, and nobody who cancels. The variable VITRINE_TEST_PLANAR=off turns the
// short way off.
Result<Encoded> rendered(std::string_view original,
                         const Recipe& recipe,
                         const Limits& limits = {});

}  // namespace vitrine::images
