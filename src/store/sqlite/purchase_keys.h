// What became of calls with an idempotency key.
#pragma once

#include <memory>
#include <optional>

#include "runtime/clock.h"
#include "sales/log.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

// Absent: nobody used the key. unsupported: for another body.
Result<std::optional<sales::Appended>> answer_before(Database& database,
                                                     const sales::IdempotencyKey& key,
                                                     sales::Moment now);

Result<void> keep_answer(Database& database,
                         const sales::IdempotencyKey& key,
                         const sales::Appended& answer,
                         sales::Moment now);

// Deletes those whose time is over, a few at a time.
// Lives on: the writer's thread.
class ForgetKeys final : public Background {
 public:
  explicit ForgetKeys(const Clock& clock) : clock_(clock) {}

  std::unique_ptr<Change> next_slice() override;

 private:
  class Slice final : public Change {
   public:
    explicit Slice(ForgetKeys& owner) : Change(Statements::one, 0), owner_(owner) {}

    Result<void> apply(Database& database) override;

   private:
    ForgetKeys& owner_;
  };

  // 64 a second keep up with the 1,000,000 keys of a week many times over.
  static constexpr std::chrono::seconds kPause{1};

  const Clock& clock_;
  SteadyTime not_before_{};
};

}  // namespace vitrine::store::sqlite
