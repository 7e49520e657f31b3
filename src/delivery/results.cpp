#include "delivery/results.h"

#include <algorithm>
#include <utility>

#include "delivery/mapped_file.h"
#include "delivery/naming.h"
#include "runtime/run_on.h"

namespace vitrine::delivery {

namespace {

std::shared_ptr<cache::Entry> entry_for(const ResultId& id, const Original& original) {
  auto entry = std::make_shared<cache::Entry>();
  entry->etag = id.etag;
  entry->modified = original.modified;
  entry->fresh_until = original.fresh_until;
  entry->generation = original.generation;
  return entry;
}

std::string item_of(images::Recipe recipe) {
  recipe.careful = false;
  return images::canonical_name(recipe);
}

struct ReadBack {
  SharedBytes bytes;  // null when it stays a file
  images::Header header;
};

// A result that lost its end with the machine's power has a header that says so, or none.
Result<ReadBack> read_back(const OpenFile& file,
                           std::uint64_t bytes_max,
                           const images::Limits& limits) {
  TRY(const auto mapped, MappedFile::map(file));
  TRY(const auto header, images::read_header(mapped.bytes(), limits));
  ReadBack read{.bytes = nullptr, .header = header};
  if (file.bytes <= bytes_max) read.bytes = share(std::string(mapped.bytes()));
  return read;
}

}  // namespace

ResultId::ResultId(std::string key, const Original& original, const images::Recipe& recipe)
    : source_key(std::move(key)),
      item(item_of(recipe)),
      group(source_id(source_key)),
      name(result_name(original.version, recipe)),
      etag(etag_of(name)) {
}

Results::Results(ResultsConfig config, Rooms rooms, StoreTrouble& trouble)
    : config_(std::move(config)),
      rooms_(rooms),
      trouble_(trouble),
      memory_(config_.memory),
      disk_(config_.disk, rooms.blobs, rooms.clock) {
}

Task<Result<void>> Results::scan() {
  return disk_.scan(rooms_.files);
}

Picture Results::find(std::string_view source_key, std::string_view item, std::uint64_t* times) {
  auto entry = memory_.find(source_key, item, times);
  if (!entry || entry->fresh_until <= rooms_.clock.steady()) return nullptr;
  if (entry->generation != rooms_.purges.generation(source_key)) return nullptr;
  return entry;
}

SteadyTime Results::fresh_until(const cache::Entry& entry, const Original& original) const {
  constexpr std::chrono::seconds kCutFreshMax{60};
  if (!entry.cut) return original.fresh_until;
  return std::min(original.fresh_until, rooms_.clock.steady() + kCutFreshMax);
}

Picture Results::renew(const ResultId& id, const Original& original) {
  const auto entry = memory_.find(id.source_key, id.item);
  if (!entry || entry->etag != id.etag) return nullptr;
  auto renewed = std::make_shared<cache::Entry>(*entry);
  renewed->fresh_until = fresh_until(*renewed, original);
  renewed->generation = original.generation;
  remember(id, renewed);
  return renewed;
}

Task<Picture> Results::stored(ResultId id, Original original) {
  const auto blob = co_await open(id);
  if (!blob) co_return nullptr;
  const SharedFile file = blob->file;
  const std::uint64_t bytes_max = config_.memory.entry_bytes_max;
  const images::Limits limits = config_.images;
  auto read = co_await run_on(
      rooms_.files, [file, bytes_max, limits] { return read_back(*file, bytes_max, limits); });
  if (!read) {
    rooms_.log.warning("delivery", "removing a damaged result: " + read.error().public_message);
    (void)co_await disk_.remove(id.group, id.name);
    co_return nullptr;
  }
  auto entry = entry_for(id, original);
  entry->content_type = read->header.content_type;
  entry->width = read->header.width;
  entry->height = read->header.height;
  entry->bytes = std::move(read->bytes);
  if (!entry->bytes) entry->file = file;
  remember(id, entry);
  co_return entry;
}

Task<std::optional<std::uint64_t>> Results::size(ResultId id) {
  const auto entry = memory_.find(id.source_key, id.item);
  if (entry && entry->etag == id.etag) co_return entry->bytes->size();
  const auto blob = co_await open(std::move(id));
  if (!blob) co_return std::nullopt;
  co_return blob->file->bytes;
}

Task<Picture> Results::keep(ResultId id, Original original, images::Encoded encoded) {
  auto entry = entry_for(id, original);
  entry->content_type = images::content_type(encoded.format);
  entry->width = encoded.width;
  entry->height = encoded.height;
  entry->bytes = share(std::move(encoded.bytes));
  entry->cut = encoded.cut;
  if (entry->cut) {
    entry->fresh_until = fresh_until(*entry, original);
    // Its file would not say that it is.
    remember(id, entry);
    co_return entry;
  }
  SharedFile file = co_await store(id, original, *entry->bytes);
  if (file) {
    entry->file = std::move(file);
    entry->bytes = nullptr;
  }
  remember(id, entry);
  co_return entry;
}

Task<Result<std::uint64_t>> Results::forget(std::string source_key) {
  const std::uint64_t in_memory = memory_.remove_group(source_key);
  CO_TRY(const std::uint64_t on_disk, co_await disk_.remove_group(source_id(source_key)));
  // Nearly all results are in both; those that a full disk refused are in memory only.
  co_return std::max(in_memory, on_disk);
}

Task<std::optional<blobs::Blob>> Results::open(ResultId id) {
  auto found = co_await disk_.find(std::move(id.group), std::move(id.name));
  if (found) co_return std::move(*found);
  trouble_.met(found.error());
  co_return std::nullopt;
}

// The answer is the file when the result is too large for memory; null otherwise.
Task<SharedFile> Results::store(ResultId id, Original original, std::string_view bytes) {
  const Result<void> put = co_await disk_.put(id.group, id.name, bytes);
  if (!put) {
    trouble_.met(put.error());
    co_return nullptr;
  }
  SharedFile file;
  if (bytes.size() > config_.memory.entry_bytes_max) {
    const auto blob = co_await open(id);
    if (blob) file = blob->file;
  }
  // Purged, or replaced by a newer original, while this was being made: it would never be asked for
  // again, and only take up room.
  if (rooms_.purges.generation(id.source_key) != original.generation) {
    (void)co_await disk_.remove(id.group, id.name);
  }
  co_return file;
}

// Not when it is outdated: it would hide a newer one.
void Results::remember(const ResultId& id, Picture picture) {
  if (rooms_.purges.generation(id.source_key) != picture->generation) return;
  memory_.put(id.source_key, id.item, std::move(picture));
}

}  // namespace vitrine::delivery
