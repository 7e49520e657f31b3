#include "delivery/known_originals.h"

#include <algorithm>
#include <utility>

namespace vitrine::delivery {

namespace {

constexpr std::string_view kItem = "original";

}  // namespace

std::optional<KnownOriginal> KnownOriginals::find(std::string_view source_key,
                                                  std::uint64_t generation) {
  const std::scoped_lock lock(mutex_);
  auto* node = index_.find(source_key, kItem);
  if (node == nullptr || node->value.generation != generation) return std::nullopt;
  index_.use(*node);
  return node->value;
}

void KnownOriginals::learn(std::string_view source_key, KnownOriginal known) {
  const std::scoped_lock lock(mutex_);
  auto& node = index_.insert(source_key, kItem);
  index_.use(node);
  node.value = std::move(known);
  while (index_.entries() > entries_max_) index_.erase(*index_.oldest());
}

void KnownOriginals::forget(std::string_view source_key) {
  const std::scoped_lock lock(mutex_);
  index_.erase_group(source_key);
}

void KnownOriginals::set_info(std::string_view source_key,
                              std::string_view version,
                              std::shared_ptr<const OriginalInfo> info) {
  const std::scoped_lock lock(mutex_);
  if (auto* node = find_version(source_key, version)) node->value.info = std::move(info);
}

void KnownOriginals::stale_at(std::string_view source_key,
                              std::string_view version,
                              SteadyTime until) {
  const std::scoped_lock lock(mutex_);
  if (auto* node = find_version(source_key, version)) {
    node->value.fresh_until = std::min(node->value.fresh_until, until);
  }
}

bool KnownOriginals::claim_new(std::string_view source_key, std::string_view version) {
  const std::scoped_lock lock(mutex_);
  auto* node = find_version(source_key, version);
  return node != nullptr && std::exchange(node->value.is_new, false);
}

KnownOriginals::Index::Node* KnownOriginals::find_version(std::string_view source_key,
                                                          std::string_view version) {
  auto* node = index_.find(source_key, kItem);
  return node != nullptr && node->value.version == version ? node : nullptr;
}

}  // namespace vitrine::delivery
