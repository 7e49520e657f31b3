// Which pictures there are, where their originals come from, and what is kept.
#include "app/field.h"
#include "app/namespace_setting.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"

namespace vitrine::app {

namespace {

constexpr std::uint64_t kTebibyte = std::uint64_t{1} << 40;
constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t kYear = 31'536'000;

void add_orders(std::vector<Setting>& rows) {
  rows.push_back(namespaces_setting());
  rows.push_back(
      make_setting("source_domain",
                   Text{"an http:// or https:// address, or empty",
                        [](std::string_view text) { return text.empty() || is_web_address(text); }},
                   FIELD(source_domain),
                   "Originals of namespaces without an `origin`: "
                   "{source_domain}/{namespace}/{id}/original.jpg."));
  rows.push_back(make_setting(
      "whitelisted_extensions",
      TextList{"a list of one or more of jpg, jpeg, png, webp, avif, gif", is_picture_extension, 1},
      FIELD(pictures.extensions),
      "Extensions that are served; others are 404."));
  // The largest side that WebP and AVIF can have, too.
  const Whole side{1, 16'383};
  rows.push_back(
      make_setting("maximum_width", side, FIELD(pictures.width_max), "Wider orders are 406."));
  rows.push_back(
      make_setting("maximum_height", side, FIELD(pictures.height_max), "Higher orders are 406."));
  rows.push_back(make_setting("default_compression",
                              Whole{1, 100},
                              FIELD(pictures.quality),
                              "Quality of pictures whose URL says none."));
  rows.push_back(make_setting(
      "pictures.planar",
      YesNo{},
      FIELD(delivery.images.planar),
      "Photographs and PNG may go the short ways, which are described in pictures.md. Each "
      "way has ETags and kept pictures of its own."));
  rows.push_back(make_setting("pictures.planes_bytes",
                              Whole{0, kTebibyte},
                              FIELD(delivery.planes_bytes_max),
                              "What photographs that are asked for again were decoded to, kept in "
                              "memory for their next size; 0 keeps nothing."));
  rows.push_back(
      make_setting("pictures.verify",
                   YesNo{},
                   FIELD(delivery.images.verify),
                   "What goes the short way is also made by the long one, and how far the two lie "
                   "apart is logged and counted. Costs several times the CPU."));
  rows.push_back(make_setting(
      "pictures.corrupt",
      CorruptOriginals{},
      FIELD(delivery.images.corrupt),
      "Damaged originals. `refuse_cut`: one that ends early is 422, wrong bits are shown as "
      "browsers show them. `refuse`: a JPEG whose decoder warns is 422, too. `best_effort`: what "
      "there is of a JPEG or PNG that ends early is shown, for a minute, with a warning in the "
      "log."));
  rows.push_back(
      make_setting("pictures.webp_again",
                   Whole{0, 1'000'000},
                   FIELD(delivery.webp_again),
                   "A WebP that was found in memory so often is made again in the background, with "
                   "more effort and fewer bytes; 0: never."));
  rows.push_back(make_setting("source_allow",
                              TextList{"a list of host names", is_host},
                              FIELD(pictures.source_allow),
                              "Hosts that an unsigned `?source=` may name."));
  rows.push_back(make_setting("signing.key",
                              HexSecret{16},
                              FIELD(pictures.signing_key),
                              "Key of signed `?source=` URLs; empty refuses them."));
  rows.push_back(make_setting("signing.salt",
                              HexSecret{0},
                              FIELD(pictures.signing_salt),
                              "Salt of signed `?source=` URLs."));
}

void add_origins(std::vector<Setting>& rows) {
  rows.push_back(
      make_setting("origin_allow_private",
                   TextList{"a list of addresses, blocks such as 10.0.0.0/8, or host names",
                            is_address_block_or_host},
                   FIELD(origin.allow_private),
                   "Private addresses that originals may come from all the same."));
  rows.push_back(
      make_setting("origin_ports",
                   PortList{},
                   FIELD(origin.ports),
                   "Ports that originals may come from; empty is 80 and 443, and any port "
                   "of `origin_allow_private`."));
  rows.push_back(make_setting("origin_user_agent",
                              Text{"a text without control characters", is_line},
                              FIELD(origin.user_agent),
                              "What origins are told who asks."));
}

void add_freshness(std::vector<Setting>& rows) {
  rows.push_back(make_setting("cache_seconds",
                              Seconds{0, kYear},
                              FIELD(cache_for),
                              "`max-age` of pictures: how long browsers and CDNs do not ask again. "
                              "A changed original may stay unseen for `original_ttl` longer."));
  rows.push_back(make_setting("original_ttl",
                              Seconds{0, kYear},
                              FIELD(delivery.original_ttl),
                              "A kept original is asked about again after this many seconds; 0 is "
                              "never, until it is purged."));
  rows.push_back(make_setting("file_ttl",
                              Seconds{0, 86'400},
                              FIELD(delivery.file_ttl),
                              "An original in a folder is looked at again after this many "
                              "seconds."));
  rows.push_back(make_setting("negative_ttl",
                              Seconds{0, 86'400},
                              FIELD(delivery.negative.ttl),
                              "A failure is remembered for this many seconds."));
}

void add_storage(std::vector<Setting>& rows) {
  rows.push_back(make_setting("blobs",
                              BlobsFolder{},
                              FIELD(blobs_folder),
                              "Where originals and finished pictures are kept."));
  rows.push_back(make_setting("cache.memory_bytes",
                              Whole{0, kTebibyte},
                              FIELD(delivery.memory.bytes_max),
                              "Finished pictures kept in memory."));
  rows.push_back(make_setting("cache.memory_entry_bytes",
                              Whole{0, 4096 * kMebibyte},
                              FIELD(delivery.memory.entry_bytes_max),
                              "Larger pictures are sent from their file."));
  rows.push_back(make_setting("cache.disk_bytes",
                              Whole{kMebibyte, 1024 * kTebibyte},
                              FIELD(delivery.disk.bytes_max),
                              "Finished pictures kept on disk; the least recently used go first."));
  rows.push_back(make_setting("cache.originals_bytes",
                              Whole{kMebibyte, 1024 * kTebibyte},
                              FIELD(delivery.originals_bytes_max),
                              "Originals kept on disk."));
  rows.push_back(make_setting("cache.fsync",
                              YesNo{},
                              FIELD(blobs_fsync),
                              "Wait for the disk, so that what is kept survives a power cut. "
                              "Without it, it survives everything but that."));
}

}  // namespace

void add_picture_settings(std::vector<Setting>& rows) {
  add_orders(rows);
  add_origins(rows);
  add_freshness(rows);
  add_storage(rows);
}

}  // namespace vitrine::app
