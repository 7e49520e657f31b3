#include "store/sqlite/word_tail.h"

#include <algorithm>
#include <string_view>

#include "sales/words.h"
#include "store/sqlite/purchase_rows.h"
#include "store/sqlite/search_words.h"

namespace vitrine::store::sqlite {

namespace {

using std::chrono::steady_clock;

// No more come.
constexpr std::chrono::milliseconds kQuiet{500};

}  // namespace

class WordTail::Slice final : public Change {
 public:
  explicit Slice(WordTail& tail) : Change(Statements::one, 0), tail_(tail) {}

  Result<void> apply(Database& database) override { return tail_.index(database, tail_.indexed_); }

  void committed() noexcept override { tail_.indexed(tail_.waiting_.back().offset); }

  void failed(const Failure& /*failure*/) noexcept override {
    tail_.quiet_since_ = steady_clock::now();
  }

 private:
  WordTail& tail_;
};

Result<void> WordTail::read_back(Database& database) {
  TRY(const auto indexed, database.number("SELECT indexed FROM sale_book"));
  indexed_ = static_cast<sales::Offset>(indexed);
  while (true) {
    const auto last = waiting_.empty() ? indexed_ : waiting_.back().offset;
    TRY(const auto some, purchases_after(database, last, index_after_));
    if (some.empty()) return {};
    for (const auto& one : some) put(one);
  }
}

void WordTail::forget() {
  waiting_.clear();
  indexed_ = 0;
  indexing_ = 0;
}

void WordTail::put(const sales::Recorded& recorded) {
  waiting_.push_back({recorded.offset, index_text(sales::words_of(recorded.purchase))});
}

Result<void> WordTail::index(Database& database, sales::Offset from) const {
  for (const auto& one : waiting_) {
    if (one.offset <= from) continue;
    TRY_VOID(database.run("INSERT INTO purchase_word (rowid, words) VALUES (?1, ?2)",
                          {static_cast<std::int64_t>(one.offset), std::string_view(one.words)}));
  }
  return database.run("UPDATE sale_book SET indexed = ?1",
                      {static_cast<std::int64_t>(waiting_.back().offset)});
}

void WordTail::indexed(sales::Offset until) {
  indexed_ = until;
  while (!waiting_.empty() && waiting_.front().offset <= until) waiting_.pop_front();
}

Result<void> WordTail::add(Database& database, const std::vector<sales::Recorded>& recorded) {
  for (const auto& one : recorded) put(one);
  quiet_since_ = steady_clock::now();
  const auto from = std::max(indexed_, indexing_);
  const auto last = recorded.back().offset;
  if (last - from < index_after_) return {};
  TRY_VOID(index(database, from));
  indexing_ = last;
  return {};
}

void WordTail::committed(const std::vector<sales::Recorded>& recorded) {
  if (indexing_ == 0 || recorded.back().offset < indexing_) return;
  indexed(indexing_);
  indexing_ = 0;
}

// The transaction is given up as a whole.
void WordTail::failed(const std::vector<sales::Recorded>& recorded) {
  indexing_ = 0;
  while (!waiting_.empty() && waiting_.back().offset >= recorded.front().offset) {
    waiting_.pop_back();
  }
}

std::unique_ptr<Change> WordTail::next_slice() {
  if (waiting_.empty() || steady_clock::now() - quiet_since_ < kQuiet) return nullptr;
  return std::make_unique<Slice>(*this);
}

}  // namespace vitrine::store::sqlite
