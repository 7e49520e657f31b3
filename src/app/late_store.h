// The embedded store, opened when it is started and not before: while a new process is being
// prepared to take over, the old one still has the file.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/config.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "store/sqlite/tally_log.h"
#include "store/sqlite/writer.h"
#include "tallies/log.h"

namespace vitrine::app {

// The file behind "sqlite:" of the setting `store`; absent for another store.
std::optional<std::string> sqlite_file(const Config& config);

// Lives on: any thread. Loops that await append() outlive it.
class LateStore final : public tallies::Log {
 public:
  LateStore(const Config& config, const Clock& clock, observe::Metrics& metrics, observe::Log& log);

  void start(tallies::Reader& reader) override;
  // unavailable before start().
  Task<Result<tallies::Position>> append(std::string record) override;
  void stop() override;
  std::string trouble() const override;

 private:
  struct Opened;

  std::shared_ptr<Opened> opened() const;

  const Config& config_;
  const Clock& clock_;
  observe::Metrics& metrics_;
  observe::Log& log_;
  mutable std::mutex mutex_;
  std::shared_ptr<Opened> opened_;
};

}  // namespace vitrine::app
