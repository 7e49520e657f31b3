#include "images/planar/planar.h"

#include "images/planar/decode_planes.h"
#include "images/planar/shrink_planes.h"
#include "images/planar/write_planes.h"

namespace vitrine::images {

std::optional<std::string> render_planar(std::string_view jpeg,
                                         const Plan& plan,
                                         const Deadline& deadline) {
  const auto header = read_jpeg_header(jpeg);
  if (!header) return std::nullopt;
  const auto decoded = decode_planes(*header, choose_scales(*header, plan), deadline);
  if (!decoded) return std::nullopt;
  const auto finished = shrink_planes(*decoded, plan, resampler(), deadline);
  deadline.check();
  if (plan.planar->encoding.format == Format::webp) {
    return write_webp(finished, plan.planar->encoding, deadline);
  }
  return write_jpeg(finished, plan.planar->encoding);
}

}  // namespace vitrine::images
