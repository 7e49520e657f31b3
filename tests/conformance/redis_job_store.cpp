// The shared store.
#include <memory>

#include "conformance/job_store_conformance.h"
#include "crypto/token.h"
#include "redis_server/redis_server.h"
#include "store/redis/job_store.h"

namespace vitrine::conformance {
namespace {

namespace redis = store::redis;

class RedisJobData final : public JobData {
 public:
  std::shared_ptr<jobs::JobStore> open(const jobs::StoreLimits& limits,
                                       const Clock& clock) override {
    auto store = std::make_shared<redis::JobStore>(
        redis::JobStoreConfig{
            .address = server_.address(), .limits = limits, .clock_of_server = false},
        clock,
        crypto::random_bytes);
    // It hears of what happens from when it has subscribed on.
    server_.answers({"EVAL", "return #redis.call('PUBSUB', 'CHANNELS')..''", "0"}, "1");
    return store;
  }

 private:
  testing::RedisServer server_;
};

INSTANTIATE_TEST_SUITE_P(Redis,
                         JobStoreConformance,
                         ::testing::Values(JobStoreKind{
                             "redis", [] { return std::make_unique<RedisJobData>(); }}));

}  // namespace
}  // namespace vitrine::conformance
