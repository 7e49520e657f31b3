// What the configuration says about pictures: namespaces and their origins, and what may be
// ordered.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::endpoints {

inline constexpr const char* kUploadsOrigin = "uploads";

// One or more path segments under which pictures are served, and where their originals are.
struct NamespaceConfig {
  // "product/image", without leading or trailing slash.
  std::string name;
  // "http://host/products/{id}.jpg", "file:avatars/{id}.png" or "blobs:avatars/{id}"; `{id}` is the
  // rest of the path after the namespace. kUploadsOrigin: what is uploaded to it.
  std::string origin{};
  bool enlarge = false;
  bool linear_light = false;
  bool keep_copyright = false;
  // Made in the background for each new original: "w500.webp", "x200-q70.jpg".
  std::vector<std::string> popular{};
  // As well as those, the N sizes that were most asked for.
  std::uint32_t popular_auto = 0;
  // max-age of the answers.
  std::chrono::seconds cache_for{86'400};
};

struct PicturesConfig {
  std::vector<NamespaceConfig> namespaces;
  // Extensions that may be ordered; "auto" is always allowed.
  std::vector<std::string> extensions = {"jpg", "jpeg", "png", "webp", "avif", "gif"};
  // Wider or higher orders are answered 406.
  std::uint32_t width_max = 1000;
  std::uint32_t height_max = 1000;
  // Where the URL says none.
  int quality = 80;
  // Hosts that an unsigned ?source= may name.
  std::vector<std::string> source_allow;
  // Raw bytes (the configuration has hex); signed sources are off while the key is empty.
  std::string signing_key;
  std::string signing_salt;
};

}  // namespace vitrine::endpoints
