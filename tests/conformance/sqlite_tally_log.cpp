// The embedded store.
#include <memory>
#include <utility>

#include "await/temporary_folder.h"
#include "conformance/tally_log_conformance.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/tally_log.h"
#include "store/sqlite/writer.h"

namespace vitrine::conformance {
namespace {

namespace sqlite = store::sqlite;

// A log with a writer of its own.
class LogAndWriter final : public tallies::Log {
 public:
  LogAndWriter(sqlite::WriterConfig config, const Clock& clock, sqlite::TallySavingConfig saving)
      : writer_(std::move(config), metrics_, observe::Log::silent()),
        log_(writer_, clock, saving) {}

  void start(tallies::Reader& reader) override { log_.start(reader); }

  Task<Result<tallies::Position>> append(std::string record) override {
    return log_.append(std::move(record));
  }

  void stop() override { log_.stop(); }

  std::string trouble() const override { return log_.trouble(); }

 private:
  observe::Metrics metrics_;
  sqlite::Writer writer_;
  sqlite::TallyLog log_;
};

class SqliteTallyLogData final : public TallyLogData {
 public:
  std::unique_ptr<tallies::Log> open(const Clock& clock, std::uint64_t save_records) override {
    return std::make_unique<LogAndWriter>(
        sqlite::WriterConfig{.file = folder_.path() / "vitrine.db",
                             .idle_look = std::chrono::milliseconds{1}},
        clock,
        sqlite::TallySavingConfig{.save_records = save_records, .first_slice = 8});
  }

 private:
  testing::TemporaryFolder folder_;
};

TallyLogStore sqlite_tally_logs() {
  return {"sqlite", [] { return std::make_unique<SqliteTallyLogData>(); }};
}

INSTANTIATE_TEST_SUITE_P(Sqlite, TallyLogConformance, ::testing::Values(sqlite_tally_logs()));

}  // namespace
}  // namespace vitrine::conformance
