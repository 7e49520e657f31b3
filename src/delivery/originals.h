// Originals, asked for as rarely as can be: what is fresh is not asked about, what may have changed
// is asked about conditionally, and whoever needs the same original at once shares one question.
//
// Originals from the web are kept on disk and serve on when their origin is down. Files and uploads
// are near already: they are not copied, only looked at again every `file_ttl`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cache/negative_cache.h"
#include "cache/single_flight.h"
#include "delivery/kept_originals.h"
#include "delivery/known_originals.h"
#include "delivery/log_gate.h"
#include "delivery/original.h"
#include "delivery/results.h"
#include "delivery/rooms.h"
#include "delivery/store_trouble.h"
#include "failure/result.h"
#include "images/render.h"
#include "origin/source.h"
#include "runtime/task.h"

namespace vitrine::delivery {

struct OriginalsConfig {
  std::chrono::seconds original_ttl;
  std::chrono::seconds file_ttl;
  std::uint64_t bytes_max;
  std::size_t known_max;
  // How long a failure is believed; also, how long a kept copy serves before the origin that is
  // down is tried again.
  std::chrono::seconds retry_after;
  images::Limits images;
};

// Lives on: any thread.
class Originals {
 public:
  // `failures` remembers under Source::key().
  Originals(OriginalsConfig config,
            Rooms rooms,
            StoreTrouble& trouble,
            Results& results,
            cache::NegativeCache& failures);

  Task<Result<void>> scan();

  // What is current, perhaps without its bytes. See Delivery::deliver for what fails. An original
  // that is not a picture, or over a limit, is `unsupported` and not kept.
  Task<Result<Original>> look(origin::Source source);
  // With its bytes; perhaps a newer version than look() has just seen.
  Task<Result<Original>> load(origin::Source source);

  // The original could not be rendered: its origin is asked again soon, in case that it was
  // repaired.
  void doubt(std::string_view source_key, std::string_view version);
  // True once for each new version. New is what this process has no older copy or knowledge of.
  bool claim_new(std::string_view source_key, std::string_view version);
  // Forgets the copy. True when there was one.
  Task<Result<bool>> forget(origin::Source source);

  KnownOriginals& known() { return known_; }

  const cache::DiskTier& tier() const { return kept_.tier(); }

 private:
  enum class Need : std::uint8_t { version, bytes };

  // One flight's question about one original.
  struct Question {
    origin::Source source;
    Need need;
    std::string source_key;
    std::string id;
    std::uint64_t generation;
  };

  struct Landed {
    // Answers begun in an earlier generation are not for those who came later.
    std::uint64_t generation;
    Result<Original> original;
  };

  Task<Result<Original>> get(origin::Source source, Need need);
  std::optional<Original> fresh(std::string_view source_key, std::uint64_t generation);
  Task<Result<Landed>> fly(origin::Source source, Need need);

  // The steps of a flight; `question` lives in fly().
  Task<Result<Original>> ask_web(Question& question);
  Task<Result<Original>> ask_folder(Question& question);
  Task<std::optional<KeptOriginal>> find_kept(const Question& question);
  Task<Result<Original>> without_answer(Question& question,
                                        std::optional<KeptOriginal> kept,
                                        Failure failure);
  Task<Result<Original>> take_in(Question& question,
                                 std::optional<KeptOriginal> kept,
                                 origin::Fetched fetched);
  Task<Original> use_kept(Question& question, KeptOriginal kept, SteadyTime fresh_until);
  std::optional<KnownOriginal> before_now(const Question& question,
                                          const std::optional<KeptOriginal>& kept);
  Task<Result<KnownOriginal>> inspect(const Question& question, origin::Fetched fetched);
  Task<OriginalBytes> keep(const Question& question, const KnownOriginal& now, SharedBytes bytes);
  Task<void> replaced(Question& question);
  Task<void> gone(Question& question);
  Task<void> remove_kept(const Question& question);

  Original learn(const Question& question, KnownOriginal known, OriginalBytes body);
  SteadyTime fresh_web() const;
  SteadyTime fresh_after(std::chrono::seconds ttl) const;
  SteadyTime kept_until(const Question& question, const KeptHeader& header);

  const OriginalsConfig config_;
  Rooms rooms_;
  StoreTrouble& trouble_;
  Results& results_;
  cache::NegativeCache& failures_;
  KeptOriginals kept_;
  KnownOriginals known_;
  cache::SingleFlight<Landed> flights_;
  LogGate stale_gate_;
};

}  // namespace vitrine::delivery
