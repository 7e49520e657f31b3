// The steps of one flight: what an origin is asked, and what is made of its answer.
#include <algorithm>
#include <string>
#include <utility>

#include "delivery/naming.h"
#include "delivery/originals.h"
#include "runtime/run_on.h"

namespace vitrine::delivery {

namespace {

// The origin, or the way to it, is down: a kept copy is better than nothing. Other failures are
// answers, and true.
bool is_outage(FailureKind kind) {
  return kind == FailureKind::upstream || kind == FailureKind::timeout ||
         kind == FailureKind::busy || kind == FailureKind::unavailable;
}

KnownOriginal known_from(const KeptHeader& header) {
  KnownOriginal known;
  known.fingerprint = header.fingerprint;
  known.validators = header.validators;
  known.modified = header.modified;
  return known;
}

// Of the bytes when `digest` says so, else empty. An error page with status 200 ends here.
Result<std::string> fingerprint_of_picture(std::string_view bytes,
                                           const images::Limits& limits,
                                           bool digest) {
  TRY_VOID(images::read_header(bytes, limits));
  return digest ? fingerprint_of_bytes(bytes) : std::string();
}

}  // namespace

Task<Result<Original>> Originals::ask_web(Question& question) {
  auto kept = co_await find_kept(question);
  if (kept) {
    const SteadyTime until = kept_until(question, kept->header);
    if (until > rooms_.clock.steady()) {
      co_return co_await use_kept(question, *std::move(kept), until);
    }
  }
  const origin::Validators have = kept ? kept->header.validators : origin::Validators{};
  auto fetched = co_await rooms_.fetcher.fetch(question.source, have);
  if (!fetched) {
    co_return co_await without_answer(question, std::move(kept), std::move(fetched).error());
  }
  if (!fetched->unchanged) {
    co_return co_await take_in(question, std::move(kept), *std::move(fetched));
  }
  if (!kept) {
    rooms_.counters.originals_unavailable.add();
    co_return fail(FailureKind::upstream,
                   "The origin says that nothing has changed, but was not asked for a change");
  }
  rooms_.counters.originals_unchanged.add();
  co_return co_await use_kept(question, *std::move(kept), fresh_web());
}

Task<Result<Original>> Originals::ask_folder(Question& question) {
  const auto known = known_.find(question.source_key, question.generation);
  origin::Validators have;
  if (known && question.need == Need::version) have = known->validators;
  auto fetched = co_await rooms_.fetcher.fetch(question.source, have);
  if (!fetched) {
    co_return co_await without_answer(question, std::nullopt, std::move(fetched).error());
  }
  if (!fetched->unchanged) {
    co_return co_await take_in(question, std::nullopt, *std::move(fetched));
  }
  if (!known) co_return fail(FailureKind::upstream, "The original could not be read");
  rooms_.counters.originals_unchanged.add();
  KnownOriginal renewed = *known;
  renewed.fresh_until = fresh_after(config_.file_ttl);
  co_return learn(question, std::move(renewed), {});
}

Task<std::optional<KeptOriginal>> Originals::find_kept(const Question& question) {
  auto kept = co_await kept_.find(question.id);
  if (kept) co_return *std::move(kept);
  trouble_.met(kept.error());
  co_return std::nullopt;
}

// Until when a copy needs no question. What this process knows about these very bytes counts more
// than the date in the copy: the origin may have confirmed them since, or they may be in doubt.
SteadyTime Originals::kept_until(const Question& question, const KeptHeader& header) {
  const auto known = known_.find(question.source_key, question.generation);
  if (known && known->fingerprint == header.fingerprint) return known->fresh_until;
  if (config_.original_ttl == std::chrono::seconds::zero()) return SteadyTime::max();
  const auto age = rooms_.clock.wall() - header.checked;
  // From the future: the clock was set back, and says nothing about the age.
  if (age < WallTime::duration::zero()) return SteadyTime::min();
  return fresh_after(config_.original_ttl) - std::chrono::duration_cast<SteadyTime::duration>(age);
}

Task<Result<Original>> Originals::without_answer(Question& question,
                                                 std::optional<KeptOriginal> kept,
                                                 Failure failure) {
  rooms_.counters.originals_unavailable.add();
  if (failure.kind == FailureKind::not_found) {
    co_await gone(question);
  }
  if (!kept || !is_outage(failure.kind)) co_return std::unexpected(std::move(failure));
  rooms_.counters.originals_stale.add();
  if (stale_gate_.passes(rooms_.clock.steady())) {
    const std::string kind(name(failure.kind));
    rooms_.log.warning("delivery",
                       "an origin is down, kept originals serve: " + kind + " " + failure.detail);
  }
  const SteadyTime until = fresh_after(config_.retry_after);
  co_return co_await use_kept(question, *std::move(kept), until);
}

Task<Result<Original>> Originals::take_in(Question& question,
                                          std::optional<KeptOriginal> kept,
                                          origin::Fetched fetched) {
  rooms_.counters.originals_downloaded.add();
  CO_TRY(KnownOriginal now, co_await inspect(question, fetched));
  const auto before = before_now(question, kept);
  if (before && before->fingerprint == now.fingerprint) {
    now.modified = before->modified;
    now.is_new = before->is_new;
    now.info = before->info;
  } else {
    now.is_new = true;
    if (before) co_await replaced(question);
  }
  auto body = OriginalBytes::in_memory(std::move(fetched.bytes));
  if (question.source.kind == origin::SourceKind::http) {
    body = co_await keep(question, now, std::move(body.bytes));
  }
  co_return learn(question, std::move(now), std::move(body));
}

// What was current until now, as far as this process or the store knows.
std::optional<KnownOriginal> Originals::before_now(const Question& question,
                                                   const std::optional<KeptOriginal>& kept) {
  auto known = known_.find(question.source_key, question.generation);
  if (known || !kept) return known;
  return known_from(kept->header);
}

Task<Result<KnownOriginal>> Originals::inspect(const Question& question, origin::Fetched fetched) {
  const bool web = question.source.kind == origin::SourceKind::http;
  // A folder that cannot say when a file changed has its files read.
  const origin::Validators& validators = fetched.validators;
  const bool read = web || (validators.etag.empty() && validators.last_modified.empty());
  const images::Limits limits = config_.images;
  CO_TRY(std::string fingerprint,
         co_await run_on(rooms_.files, [bytes = fetched.bytes, limits, read] {
           return fingerprint_of_picture(*bytes, limits, read);
         }));
  if (!read) fingerprint = fingerprint_of_file(question.source_key, fetched.validators);
  KnownOriginal now;
  now.fingerprint = std::move(fingerprint);
  now.validators = fetched.validators;
  // A date from the future would make every copy of the client look old.
  const WallTime today = rooms_.clock.wall();
  now.modified = std::min(fetched.modified.value_or(today), today);
  now.fresh_until = web ? fresh_web() : fresh_after(config_.file_ttl);
  co_return now;
}

// The body to render from: the kept file when all went well, else the bytes as they came.
Task<OriginalBytes> Originals::keep(const Question& question,
                                    const KnownOriginal& now,
                                    SharedBytes bytes) {
  KeptHeader header{.fingerprint = now.fingerprint,
                    .bytes = bytes->size(),
                    .checked = rooms_.clock.wall(),
                    .modified = now.modified,
                    .validators = now.validators};
  auto kept = co_await kept_.keep(question.id, std::move(header), bytes);
  if (!kept) {
    trouble_.met(kept.error());
    co_return OriginalBytes::in_memory(std::move(bytes));
  }
  // Purged while it was on its way: those who come now want a newer one. They wait for the end of
  // this flight, so they cannot have seen the copy.
  if (rooms_.purges.generation(question.source_key) != question.generation) {
    co_await remove_kept(question);
  }
  co_return *std::move(kept);
}

Task<Original> Originals::use_kept(Question& question, KeptOriginal kept, SteadyTime fresh_until) {
  const auto known = known_.find(question.source_key, question.generation);
  KnownOriginal now = known_from(kept.header);
  if (known && known->fingerprint == now.fingerprint) {
    now = *known;
  } else if (known) {
    // Another process has kept a newer one.
    co_await replaced(question);
  }
  now.fresh_until = fresh_until;
  co_return learn(question, std::move(now), std::move(kept.body));
}

// From here on the original is another one: nothing that was made of the old one is served.
Task<void> Originals::replaced(Question& question) {
  // When a purge has come between, its generation stays ahead of ours.
  if (rooms_.purges.advance_from(question.source_key, question.generation)) ++question.generation;
  const auto removed = co_await results_.forget(question.source_key);
  if (!removed) trouble_.met(removed.error());
}

Task<void> Originals::gone(Question& question) {
  co_await replaced(question);
  known_.forget(question.source_key);
  co_await remove_kept(question);
}

Task<void> Originals::remove_kept(const Question& question) {
  if (question.source.kind != origin::SourceKind::http) co_return;
  const auto removed = co_await kept_.remove(question.id);
  if (!removed) trouble_.met(removed.error());
}

}  // namespace vitrine::delivery
