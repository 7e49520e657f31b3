#include "delivery/originals.h"

#include <utility>

#include "delivery/naming.h"

namespace vitrine::delivery {

Originals::Originals(OriginalsConfig config,
                     Rooms rooms,
                     StoreTrouble& trouble,
                     Results& results,
                     cache::NegativeCache& failures)
    : config_(config),
      rooms_(rooms),
      trouble_(trouble),
      results_(results),
      failures_(failures),
      kept_(config_.bytes_max, rooms.blobs, rooms.files, rooms.clock),
      known_(config_.known_max),
      flights_(rooms.tasks) {
}

Task<Result<void>> Originals::scan() {
  return kept_.scan();
}

Task<Result<Original>> Originals::look(origin::Source source) {
  return get(std::move(source), Need::version);
}

Task<Result<Original>> Originals::load(origin::Source source) {
  return get(std::move(source), Need::bytes);
}

void Originals::doubt(std::string_view source_key, std::string_view version) {
  known_.stale_at(source_key, version, rooms_.clock.steady() + config_.retry_after);
}

bool Originals::claim_new(std::string_view source_key, std::string_view version) {
  return known_.claim_new(source_key, version);
}

Task<Result<bool>> Originals::forget(origin::Source source) {
  const std::string source_key = source.key();
  known_.forget(source_key);
  co_return co_await kept_.remove(source_id(source_key));
}

Task<Result<Original>> Originals::get(origin::Source source, Need need) {
  const std::string source_key = source.key();
  while (true) {
    const std::uint64_t generation = rooms_.purges.generation(source_key);
    if (need == Need::version) {
      if (auto original = fresh(source_key, generation)) co_return *std::move(original);
    }
    if (auto failure = failures_.find(source_key)) co_return std::unexpected(*std::move(failure));

    // One flight per original, whatever it is needed for, so that no two ever write its copy.
    CO_TRY(Landed landed,
           co_await flights_.run(source_key, [this, source, need] { return fly(source, need); }));
    if (landed.generation < generation) continue;
    const bool only_looked = landed.original && !landed.original->body.at_hand();
    if (need == Need::bytes && only_looked) continue;
    co_return std::move(landed.original);
  }
}

std::optional<Original> Originals::fresh(std::string_view source_key, std::uint64_t generation) {
  auto known = known_.find(source_key, generation);
  if (!known || known->fresh_until <= rooms_.clock.steady()) return std::nullopt;
  return Original{.version = std::move(known->version),
                  .modified = known->modified,
                  .fresh_until = known->fresh_until,
                  .generation = generation,
                  .body = {}};
}

Task<Result<Originals::Landed>> Originals::fly(origin::Source source, Need need) {
  Question question{
      .source = std::move(source), .need = need, .source_key = {}, .id = {}, .generation = 0};
  question.source_key = question.source.key();
  question.id = source_id(question.source_key);
  question.generation = rooms_.purges.generation(question.source_key);

  Landed landed{.generation = 0, .original = Original{}};
  if (question.source.kind == origin::SourceKind::http) {
    landed.original = co_await ask_web(question);
  } else {
    landed.original = co_await ask_folder(question);
  }
  landed.generation = question.generation;
  if (!landed.original) {
    failures_.remember(question.source_key, landed.original.error());
    if (rooms_.purges.generation(question.source_key) != question.generation) {
      failures_.forget(question.source_key);
    }
  }
  co_return landed;
}

Original Originals::learn(const Question& question, KnownOriginal known, OriginalBytes body) {
  known.version = version_of(known.fingerprint, config_.images);
  known.generation = question.generation;
  Original original{.version = known.version,
                    .modified = known.modified,
                    .fresh_until = known.fresh_until,
                    .generation = question.generation,
                    .body = std::move(body)};
  known_.learn(question.source_key, std::move(known));
  return original;
}

SteadyTime Originals::fresh_web() const {
  const bool forever = config_.original_ttl == std::chrono::seconds::zero();
  return forever ? SteadyTime::max() : fresh_after(config_.original_ttl);
}

SteadyTime Originals::fresh_after(std::chrono::seconds ttl) const {
  return rooms_.clock.steady() + ttl;
}

}  // namespace vitrine::delivery
