// The shared store.
#include <memory>

#include "conformance/tally_log_conformance.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "redis_server/redis_server.h"
#include "store/redis/tally_log.h"

namespace vitrine::conformance {
namespace {

namespace redis = store::redis;
using std::chrono::milliseconds;

class RedisTallyLogData final : public TallyLogData {
 public:
  std::unique_ptr<tallies::Log> open(const Clock& /*clock*/, std::uint64_t save_records) override {
    redis::TallyLogConfig config{.address = server_.address()};
    config.reading.settling.grace = milliseconds{30};
    config.reading.saving.save_records = save_records;
    config.reading.saving.save_after = std::chrono::hours{24};
    config.reading.saving.slice = 8;
    return std::make_unique<redis::TallyLog>(config, metrics_, observe::Log::silent());
  }

 private:
  testing::RedisServer server_;
  observe::Metrics metrics_;
};

TallyLogStore redis_tally_logs() {
  return {"redis", [] { return std::make_unique<RedisTallyLogData>(); }};
}

INSTANTIATE_TEST_SUITE_P(Redis, TallyLogConformance, ::testing::Values(redis_tally_logs()));

}  // namespace
}  // namespace vitrine::conformance
