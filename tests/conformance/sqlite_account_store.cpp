// The embedded store, and the one in memory that tests of rules use.
#include <memory>

#include "accounts/memory_store.h"
#include "await/temporary_folder.h"
#include "conformance/account_store_conformance.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/account_store.h"
#include "store/sqlite/writer.h"

namespace vitrine::conformance {
namespace {

namespace sqlite = store::sqlite;
using namespace accounts;

struct StoreAndWriter {
  explicit StoreAndWriter(const std::filesystem::path& file)
      : writer({.file = file}, metrics, observe::Log::silent()), store(writer) {}

  observe::Metrics metrics;
  sqlite::Writer writer;
  sqlite::AccountStore store;
};

class SqliteAccountData final : public AccountData {
 public:
  std::shared_ptr<AccountStore> open() override {
    auto opened = std::make_shared<StoreAndWriter>(folder_.path() / "vitrine.db");
    return {opened, &opened->store};
  }

 private:
  testing::TemporaryFolder folder_;
};

class MemoryAccountData final : public AccountData {
 public:
  std::shared_ptr<AccountStore> open() override { return store_; }

 private:
  const std::shared_ptr<MemoryStore> store_ = std::make_shared<MemoryStore>();
};

INSTANTIATE_TEST_SUITE_P(Sqlite,
                         AccountStoreConformance,
                         ::testing::Values(AccountStoreKind{
                             "sqlite", [] { return std::make_unique<SqliteAccountData>(); }}));

INSTANTIATE_TEST_SUITE_P(Memory,
                         AccountStoreConformance,
                         ::testing::Values(AccountStoreKind{
                             "memory", [] { return std::make_unique<MemoryAccountData>(); }}));

}  // namespace
}  // namespace vitrine::conformance
