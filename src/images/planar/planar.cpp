#include "images/planar/planar.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "images/planar/decode_planes.h"
#include "images/planar/decode_siblings.h"
#include "images/planar/plane_room.h"
#include "images/planar/scan_planes.h"
#include "images/planar/shrink_planes.h"
#include "images/planar/write_planes.h"

namespace vitrine::images {

namespace {

// The largest of the smaller scales that are made for a hot original, besides those asked for.
// Larger ones take much memory and are rarely asked for.
constexpr int kSpareScaleMax = 4;

// What is still to be decoded: each scale once, what is asked for first.
class Missing {
 public:
  explicit Missing(const JpegHeader& header) : header_(header) {}

  void add(Scales scales) {
    if (!fits(header_, scales) || std::ranges::find(scales_, scales) != scales_.end()) return;
    scales_.push_back(scales);
  }

  // What the next sizes of a hot original may need.
  void add_spare(const KeptPlanes& kept) {
    const auto wanted = scales_;
    for (const auto& scales : wanted) {
      const bool doubled = scales.chroma == 2 * scales.luma;
      for (int luma = std::min(scales.luma - 1, kSpareScaleMax); luma > 0; --luma) {
        const Scales spare{.luma = luma, .chroma = doubled ? 2 * luma : luma};
        if (!kept.cache->has(kept.original, spare)) add(spare);
      }
    }
  }

  // Nothing at a surprise.
  std::vector<SharedPlanes> decode(const Deadline& deadline) const {
    const auto together = std::span(scales_).first(fit_together(header_, scales_));
    auto siblings = decode_siblings(header_, together, deadline);
    std::vector<SharedPlanes> decoded;
    if (!siblings) return decoded;
    for (auto& planes : *siblings) {
      decoded.push_back(std::make_shared<const DecodedPlanes>(std::move(planes)));
    }
    return decoded;
  }

 private:
  const JpegHeader& header_;
  std::vector<Scales> scales_;
};

// What is at a scale that nobody has asked for is no reason to refuse.
SharedPlanes decode_alone(const JpegHeader& header, const Plan& plan, const Deadline& deadline) {
  auto planes = decode_planes(header, choose_scales(header, plan), deadline);
  return planes ? std::make_shared<const DecodedPlanes>(*std::move(planes)) : nullptr;
}

}  // namespace

std::vector<SharedPlanes> planes_for(std::string_view jpeg,
                                     std::span<const Plan> plans,
                                     const Deadline& deadline,
                                     const KeptPlanes& kept) {
  if (plans.front().planar->in_scans) return scan_planes_for(jpeg, plans, deadline, kept);
  std::vector<SharedPlanes> result(plans.size());
  const auto header = read_jpeg_header(jpeg);
  if (!header) return result;
  const bool hot = kept.cache != nullptr && kept.cache->ask(kept.original);
  Missing missing(*header);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto scales = choose_scales(*header, plans[i]);
    if (kept.cache != nullptr) result[i] = kept.cache->find(kept.original, scales);
    if (!result[i]) missing.add(scales);
  }
  if (hot) missing.add_spare(kept);
  for (const auto& planes : missing.decode(deadline)) {
    if (hot) kept.cache->put(kept.original, planes);
    for (std::size_t i = 0; i < plans.size(); ++i) {
      if (choose_scales(*header, plans[i]) == planes->scales) result[i] = planes;
    }
  }
  const bool surprised_by_spare = hot && plans.size() == 1 && !result.front();
  if (surprised_by_spare) result.front() = decode_alone(*header, plans.front(), deadline);
  return result;
}

std::string finish_planar(const DecodedPlanes& planes, const Plan& plan, const Deadline& deadline) {
  const auto finished = shrink_planes(planes, plan, resampler(), deadline);
  deadline.check();
  if (plan.planar->encoding.format == Format::webp) {
    return write_webp(finished, plan.planar->encoding, deadline);
  }
  if (plan.planar->encoding.format == Format::avif) {
    return write_avif(finished, plan.planar->encoding);
  }
  return write_jpeg(finished, plan.planar->encoding);
}

}  // namespace vitrine::images
