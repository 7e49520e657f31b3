// The shared store.
#include <memory>

#include "conformance/account_store_conformance.h"
#include "redis_server/redis_server.h"
#include "store/redis/account_store.h"

namespace vitrine::conformance {
namespace {

namespace redis = store::redis;

class RedisAccountData final : public AccountData {
 public:
  std::shared_ptr<accounts::AccountStore> open() override {
    return std::make_shared<redis::AccountStore>(
        redis::AccountStoreConfig{.address = server_.address()});
  }

 private:
  testing::RedisServer server_;
};

INSTANTIATE_TEST_SUITE_P(Redis,
                         AccountStoreConformance,
                         ::testing::Values(AccountStoreKind{
                             "redis", [] { return std::make_unique<RedisAccountData>(); }}));

}  // namespace
}  // namespace vitrine::conformance
