// The log of the tallies in the embedded store.
//
// Its records stand in a table in the order in which they were committed. Whatever reads and writes
// them, and every call to the reader, happens on the writer's thread.
#pragma once

#include <string>

#include "runtime/clock.h"
#include "store/sqlite/tally_saving.h"
#include "store/sqlite/writer.h"
#include "tallies/log.h"

namespace vitrine::store::sqlite {

// Lives on: any thread. Stop it before the writer, or the writer before it; both before the loops.
class TallyLog final : public tallies::Log {
 public:
  TallyLog(Writer& writer, const Clock& clock, TallySavingConfig config = {});
  // Stops.
  ~TallyLog() override;
  TallyLog(const TallyLog&) = delete;
  TallyLog& operator=(const TallyLog&) = delete;

  void start(tallies::Reader& reader) override;
  // Also `busy`, when too much waits to be written.
  Task<Result<tallies::Position>> append(std::string record) override;
  void stop() override;
  std::string trouble() const override;

 private:
  class Append;

  Writer& writer_;
  const Clock& clock_;

  // The writer's thread only, but for start(), before which there are no calls.
  bool open_ = false;
  tallies::Reader* reader_ = nullptr;
  tallies::Position last_ = 0;
  TallySaving saving_;
};

}  // namespace vitrine::store::sqlite
