#include <memory>

#include "await/temporary_folder.h"
#include "conformance/job_store_conformance.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/job_store.h"
#include "store/sqlite/writer.h"

namespace vitrine::conformance {
namespace {

namespace sqlite = store::sqlite;

struct StoreAndWriter {
  StoreAndWriter(const std::filesystem::path& file,
                 const jobs::StoreLimits& limits,
                 const Clock& clock)
      : writer({.file = file}, metrics, observe::Log::silent()), store(writer, limits, clock) {
    store.start();
  }

  observe::Metrics metrics;
  sqlite::Writer writer;
  sqlite::JobStore store;
};

class SqliteJobData final : public JobData {
 public:
  std::shared_ptr<jobs::JobStore> open(const jobs::StoreLimits& limits,
                                       const Clock& clock) override {
    auto opened = std::make_shared<StoreAndWriter>(folder_.path() / "vitrine.db", limits, clock);
    return {opened, &opened->store};
  }

 private:
  testing::TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite,
                         JobStoreConformance,
                         ::testing::Values(JobStoreKind{
                             "sqlite", [] { return std::make_unique<SqliteJobData>(); }}));

}  // namespace
}  // namespace vitrine::conformance
