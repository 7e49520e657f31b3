#include "delivery/verified.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace vitrine::delivery {

namespace {

// What stands behind a question mark may be a secret.
std::string_view without_query(std::string_view source_key) {
  return source_key.substr(0, source_key.find('?'));
}

std::string text_of(const images::Difference& difference) {
  const auto& means = difference.block_means;
  return fmt::format("luma_psnr={:.2f} block_red={:.2f} block_green={:.2f} block_blue={:.2f}",
                     difference.luma_psnr,
                     means[0],
                     means[1],
                     means[2]);
}

std::string name_of(const ResultId& id) {
  return fmt::format("picture={} source=\"{}\"", id.name, without_query(id.source_key));
}

}  // namespace

void report_cut(const ResultId& id, const Rooms& rooms) {
  rooms.counters.originals_cut.add();
  rooms.log.warning("delivery", "shown, though its original is cut off: " + name_of(id));
}

void report_verified(const images::Encoded& encoded, const ResultId& id, const Rooms& rooms) {
  if (!encoded.difference) return;
  const auto& found = *encoded.difference;
  const auto name = name_of(id);
  if (!found) {
    rooms.counters.verified_failed.add();
    rooms.log.warning("delivery", "could not verify " + name + ": " + found.error().public_message);
  } else if (found->is_large()) {
    rooms.counters.verified_apart.add();
    rooms.log.warning("delivery", "verified, far apart: " + name + " " + text_of(*found));
  } else {
    rooms.counters.verified_alike.add();
    rooms.log.info("delivery", "verified: " + name + " " + text_of(*found));
  }
}

}  // namespace vitrine::delivery
