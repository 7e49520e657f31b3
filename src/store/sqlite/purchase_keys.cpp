#include "store/sqlite/purchase_keys.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

namespace vitrine::store::sqlite {

namespace {

std::int64_t number(sales::Moment at) {
  return at.time_since_epoch().count();
}

// "17 18= 19 ": a sign of equality behind those that were there before.
std::string text_of(const sales::Appended& answer) {
  std::string text;
  for (const auto& one : answer.purchases) {
    text += std::to_string(one.offset);
    text += one.was_there ? "= " : " ";
  }
  return text;
}

sales::Appended answer_of(std::string_view text) {
  sales::Appended answer;
  answer.was_done = true;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    sales::Appended::One one;
    std::from_chars(word.data(), word.data() + word.size(), one.offset);
    one.was_there = word.ends_with('=');
    answer.purchases.push_back(one);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return answer;
}

}  // namespace

Result<std::optional<sales::Appended>> answer_before(Database& database,
                                                     const sales::IdempotencyKey& key,
                                                     sales::Moment now) {
  TRY(auto rows,
      database.query("SELECT digest, answer FROM purchase_key WHERE key = ?1 AND until > ?2",
                     {std::string_view(key.key), number(now)}));
  TRY(const bool row, rows.step());
  if (!row) return std::nullopt;
  if (rows.text(0) != key.digest) {
    return fail(FailureKind::unsupported,
                "The idempotency key was used before, for something else");
  }
  return answer_of(rows.text(1));
}

Result<void> keep_answer(Database& database,
                         const sales::IdempotencyKey& key,
                         const sales::Appended& answer,
                         sales::Moment now) {
  const auto text = text_of(answer);
  return database.run(
      "INSERT INTO purchase_key (key, digest, until, answer) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
      "(key) DO UPDATE SET digest = excluded.digest, until = excluded.until, "
      "answer = excluded.answer",
      {std::string_view(key.key),
       std::string_view(key.digest),
       number(now + sales::PurchaseLog::kKeysKept),
       std::string_view(text)});
}

std::unique_ptr<Change> ForgetKeys::next_slice() {
  if (clock_.steady() < not_before_) return nullptr;
  not_before_ = clock_.steady() + kPause;
  return std::make_unique<Slice>(*this);
}

Result<void> ForgetKeys::Slice::apply(Database& database) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(owner_.clock_.wall());
  return database.run(
      "DELETE FROM purchase_key WHERE key IN "
      "(SELECT key FROM purchase_key WHERE until <= ?1 ORDER BY until LIMIT 64)",
      {number(now)});
}

}  // namespace vitrine::store::sqlite
