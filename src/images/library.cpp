#include <stdexcept>

#include <vips/vips8>

#include "images/render.h"

namespace vitrine::images {

namespace {

constexpr const char* kLogDomain = "VIPS";

void count_and_drop(const gchar* /*domain*/,
                    GLogLevelFlags /*level*/,
                    const gchar* /*message*/,
                    gpointer counter) {
  static_cast<std::atomic<std::uint64_t>*>(counter)->fetch_add(1, std::memory_order_relaxed);
}

// Whatever a picture calls itself, only these may read it.
constexpr const char* kLoaders[] = {"VipsForeignLoadJpegBuffer",
                                    "VipsForeignLoadPngBuffer",
                                    "VipsForeignLoadWebpBuffer",
                                    "VipsForeignLoadHeifBuffer",
                                    "VipsForeignLoadNsgifBuffer"};

void allow_only_our_loaders() {
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (const char* loader : kLoaders) vips_operation_block_set(loader, FALSE);
}

}  // namespace

Library::Library(const char* program_name) {
  // A hostile file can cause thousands of warnings.
  log_handler_ = g_log_set_handler(kLogDomain,
                                   static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK),
                                   count_and_drop,
                                   &dropped_warnings_);
  if (VIPS_INIT(program_name) != 0) throw std::runtime_error("libvips did not start");
  allow_only_our_loaders();
  // Pictures come by once, and the cores are kept busy by rendering several at a time.
  vips_cache_set_max(0);
  vips_concurrency_set(1);
}

Library::~Library() {
  vips_shutdown();
  g_log_remove_handler(kLogDomain, log_handler_);
}

std::uint64_t Library::dropped_warnings() const {
  return dropped_warnings_.load(std::memory_order_relaxed);
}

}  // namespace vitrine::images
