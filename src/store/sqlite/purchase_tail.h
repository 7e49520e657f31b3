// What the newest purchases change at random places, kept in memory until it is worth its pages:
// which ids there are, and what sellers have. The log has it all, so nothing is lost with it.
//
// An id or a seller lies anywhere in its table, and a page that is changed costs its 4 KiB twice,
// in the write-ahead log and at the checkpoint. Filed in sorted order, 16,384 at once, they share
// pages. A pass, whose slices are committed one by one:
//
//   1. Q is the last position. Every id up to Q is put into its table.
//   2. Every seller is written with what he has and the position that this holds.
//   3. sale_book.filed = Q: from there on the log is read back at a start.
//
// A process that is killed in the middle of it reads back from the Q before, finds some ids filed
// already, and skips for each seller what his row holds.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sales/book.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

// Lives on: the writer's thread.
class PurchaseTail final : public Background {
 public:
  // A pass begins when so many purchases have not been filed.
  explicit PurchaseTail(std::size_t file_after) : file_after_(file_after) {}

  // At a start: some 2 µs for each that has not been filed.
  Result<void> read_back(Database& database);

  // Everything is gone.
  void forget();

  // Where the purchase of this id stands, also when it came in this transaction.
  Result<std::optional<sales::Offset>> find(Database& database, std::string_view id) const;

  // In their transaction, and what became of it. committed() gives back what their sellers have
  // now.
  Result<void> add(Database& database, const std::vector<sales::Recorded>& recorded);
  std::vector<sales::Seller> committed(const std::vector<sales::Recorded>& recorded);
  void failed(const std::vector<sales::Recorded>& recorded);

  // All whose sums are in memory.
  std::vector<sales::Seller> sellers() const;

  std::unique_ptr<Change> next_slice() override;

 private:
  class IdSlice;
  class SellerSlice;
  class EndSlice;

  enum class Step : std::uint8_t { waiting, ids, sellers, ending };

  struct Sums {
    std::uint64_t count = 0;
    std::int64_t usd = 0;
    // The last position that they hold.
    sales::Offset holds = 0;
  };

  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  template <class Value>
  using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  Result<Sums*> seller(Database& database, std::string_view name);
  void begin();
  void give_up();

  const std::size_t file_after_;
  // Looked into by every purchase; ordered trees took a third of its time.
  ByText<sales::Offset> ids_;
  ByText<Sums> sellers_;
  sales::Offset last_ = 0;
  sales::Offset filed_ = 0;

  Step step_ = Step::waiting;
  // Of the pass that is under way: Q, what is filed, in order, and how much of it has been.
  sales::Offset until_ = 0;
  std::vector<std::string> pass_ids_;
  std::vector<std::string> pass_sellers_;
  std::size_t done_ = 0;
  std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace vitrine::store::sqlite
