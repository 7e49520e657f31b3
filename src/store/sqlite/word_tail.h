// The newest purchases that the index of words does not hold yet.
//
// FTS5 writes a segment of its index with each transaction that has words, and merges segments as
// it goes: for one purchase it moves as many pages as for a hundred. So words go in when there are
// 512 of them, or when no more come; until then a search looks at those purchases themselves.
// sale_book.indexed says where they begin, in the transaction that indexes. The log has them, so
// nothing is lost with the memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "sales/log.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

// Lives on: the writer's thread.
class WordTail final : public Background {
 public:
  explicit WordTail(std::size_t index_after) : index_after_(index_after) {}

  // At a start.
  Result<void> read_back(Database& database);

  // Everything is gone.
  void forget();

  // In their transaction, and what became of it.
  Result<void> add(Database& database, const std::vector<sales::Recorded>& recorded);
  void committed(const std::vector<sales::Recorded>& recorded);
  void failed(const std::vector<sales::Recorded>& recorded);

  std::unique_ptr<Change> next_slice() override;

 private:
  class Slice;

  struct Waiting {
    sales::Offset offset = 0;
    std::string words;
  };

  void put(const sales::Recorded& recorded);
  // Those behind `from`.
  Result<void> index(Database& database, sales::Offset from) const;
  void indexed(sales::Offset until);

  const std::size_t index_after_;
  // In order; what is committed, and behind it what is being committed.
  std::deque<Waiting> waiting_;
  sales::Offset indexed_ = 0;
  // What the transaction that is under way has indexed; 0 without.
  sales::Offset indexing_ = 0;
  std::chrono::steady_clock::time_point quiet_since_{};
};

}  // namespace vitrine::store::sqlite
