#include "store/sqlite/purchase_keys.h"

#include <charconv>
#include <string>
#include <string_view>

namespace vitrine::store::sqlite {

namespace {

constexpr std::string_view kForgottenAtOnce = "4";

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
  static const std::string kForget =
      "DELETE FROM purchase_key WHERE key IN (SELECT key FROM purchase_key WHERE until <= ?1 "
      "ORDER BY until LIMIT " +
      std::string(kForgottenAtOnce) + ")";
  TRY_VOID(database.run(kForget, {number(now)}));
  const auto text = text_of(answer);
  return database.run(
      "INSERT OR REPLACE INTO purchase_key (key, digest, until, answer) VALUES (?1, ?2, ?3, ?4)",
      {std::string_view(key.key),
       std::string_view(key.digest),
       number(now + sales::PurchaseLog::kKeysKept),
       std::string_view(text)});
}

}  // namespace vitrine::store::sqlite
