// The planes of originals in several scans, for planar.h.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "images/deadline.h"
#include "images/kept_planes.h"
#include "images/plan.h"
#include "images/planes_cache.h"

namespace vitrine::images {

// As `planes_for` of planar.h, for plans that all say `in_scans`. Each scale reads the scans that
// it needs, so there is one pass for each of them.
std::vector<SharedPlanes> scan_planes_for(std::string_view jpeg,
                                          std::span<const Plan> plans,
                                          const Deadline& deadline,
                                          const KeptPlanes& kept);

}  // namespace vitrine::images
