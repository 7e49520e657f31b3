#include "images/planar/scan_planes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "images/jpeg_scans.h"
#include "images/planar/decode_planes.h"
#include "images/planar/decode_scans.h"

namespace vitrine::images {

namespace {

SharedPlanes decode(std::string_view jpeg,
                    const Plan& plan,
                    Scales scales,
                    const Deadline& deadline) {
  const auto wanted = with_scans(jpeg, plan.planar->scans);
  const auto coefficients = Coefficients::open(wanted, deadline);
  if (!coefficients) return nullptr;
  auto planes = decode_scans(*coefficients, scales, deadline);
  return planes ? std::make_shared<const DecodedPlanes>(*std::move(planes)) : nullptr;
}

}  // namespace

std::vector<SharedPlanes> scan_planes_for(std::string_view jpeg,
                                          std::span<const Plan> plans,
                                          const Deadline& deadline,
                                          const KeptPlanes& kept) {
  std::vector<SharedPlanes> result(plans.size());
  const auto file = Coefficients::open(jpeg, deadline);
  if (!file) return result;
  const bool hot = kept.cache != nullptr && kept.cache->ask(kept.original);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto scales = choose_scales(file->header(), plans[i]);
    const auto before = std::span(result).first(i);
    const auto same = std::ranges::find_if(
        before, [&](const auto& planes) { return planes && planes->scales == scales; });
    if (same != before.end()) {
      result[i] = *same;
      continue;
    }
    if (kept.cache != nullptr) result[i] = kept.cache->find(kept.original, scales);
    if (result[i]) continue;
    result[i] = decode(jpeg, plans[i], scales, deadline);
    if (hot && result[i]) kept.cache->put(kept.original, result[i]);
  }
  return result;
}

}  // namespace vitrine::images
