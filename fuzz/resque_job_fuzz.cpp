// Jobs and failures that other programs write into Resque's keys.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "failure/check.h"
#include "store/redis/resque_text.h"

using namespace vitrine::store::redis;  // NOLINT: one file, nobody includes it

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto job = read_resque_job(text)) {
    vitrine::check(job->id.empty() || vitrine::jobs::is_name(job->id), "an id is a name");
    const auto plain = arguments_without_id(job->arguments, job->id);
    vitrine::check(plain.size() <= job->arguments.size(), "only the id is taken out");
  }
  if (const auto failure = read_resque_failure(text)) {
    vitrine::check(failure->job.kind.empty() || read_resque_job(failure->payload).has_value(),
                   "its payload is a job, or nothing is said of it");
  }
  static_cast<void>(read_resque_work(text));
  static_cast<void>(read_resque_time(text));
  // What we write, we can read.
  const auto record =
      R"({"payload":{"class":"A"})" + failure_suffix({"E", std::string(text)}, {}) + "}";
  vitrine::check(read_resque_failure(record).has_value(), "our own records are read back");
  return 0;
}
