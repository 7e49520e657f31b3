// The tail of the log: its thread.
#include <random>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sales/record.h"
#include "store/redis/purchase_log.h"
#include "store/redis/purchase_script.h"

namespace vitrine::store::redis {

namespace {

constexpr const char* kRoom = "store";
constexpr std::size_t kEntriesMax = 256;

std::string new_epoch() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

sales::Offset offset_in(std::string_view id) {
  sales::Offset offset = 0;
  for (const char digit : id.substr(0, id.find('-'))) {
    if (digit < '0' || digit > '9') return 0;
    offset = offset * 10 + static_cast<sales::Offset>(digit - '0');
  }
  return offset;
}

std::unexpected<Failure> not_as_it_should(std::string detail) {
  return fail(FailureKind::unavailable, "The log of purchases is damaged", std::move(detail));
}

}  // namespace

void PurchaseLog::run() {
  while (!stopping_) {
    auto done = tail_.is_open() ? follow() : connect();
    if (done) {
      backoff_.reset();
      continue;
    }
    tail_.close();
    set_trouble(done.error().public_message);
    log_.debug(kRoom, "purchases: " + done.error().detail);
    wait(backoff_.next());
  }
}

Result<void> PurchaseLog::connect() {
  TRY_VOID(tail_.open());
  TRY_VOID(check_usable(tail_.server()));
  return prove();
}

// That the log is the one that the book was made of, and has what the book has.
Result<void> PurchaseLog::prove() {
  const auto mark = mirror_.mark();
  TRY(const auto epoch, tail_.run(kSalesEpochScript, {kSalesEpochKey}, {new_epoch()}));
  bool anew = epoch.text() != mark.epoch;
  std::string name(epoch.text());
  if (!anew && mark.offset > 0) {
    TRY(const auto last, mirror_.at(mark.offset));
    auto next = new_epoch();
    TRY(const auto proof,
        tail_.run(kSalesProofScript,
                  {kPurchasesKey, kSalesEpochKey},
                  {mark.epoch,
                   std::to_string(mark.offset),
                   last ? sales::record_of(*last) : std::string(),
                   next}));
    if (proof[0].text() != "ok") {
      // Somebody else may have given it a name before us.
      TRY(const auto named, tail_.run(kSalesEpochScript, {kSalesEpochKey}, {next}));
      name = named.text();
      anew = true;
    }
  }
  if (!anew) return {};
  if (mark.offset > 0) {
    log_.warning(kRoom,
                 fmt::format("purchases: the log in Redis is another one than that of the book, "
                             "which has {}; the book is made anew",
                             mark.offset));
  }
  return mirror_.begin_anew(std::move(name));
}

Result<void> PurchaseLog::follow() {
  const auto mark = mirror_.mark();
  tail_.send({"GET", kSalesEpochKey});
  tail_.send({"XREAD",
              "COUNT",
              std::to_string(kEntriesMax),
              "BLOCK",
              std::to_string(config_.look_every.count()),
              "STREAMS",
              kPurchasesKey,
              std::to_string(mark.offset) + "-0"});
  TRY(const auto epoch, tail_.receive());
  TRY(const auto news, tail_.receive());
  if (epoch.text() != mark.epoch) return prove();
  const auto entries = news[0][1];
  if (entries.size() > 0) TRY_VOID(add(news));
  if (entries.size() < kEntriesMax) {
    set_trouble("");
  } else {
    tell_how_far();
  }
  return {};
}

Result<void> PurchaseLog::add(const Reply& news) {
  const auto entries = news[0][1];
  std::vector<sales::Recorded> recorded;
  auto offset = mirror_.mark().offset;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto id = entries[i][0].text();
    if (offset_in(id) != ++offset) {
      return not_as_it_should(fmt::format("{} where {} should be", id, offset));
    }
    auto purchase = sales::read_record(entries[i][1][1].text());
    if (!purchase) return not_as_it_should(fmt::format("{} is no purchase", id));
    recorded.push_back({offset, *std::move(purchase)});
  }
  TRY_VOID(mirror_.add(std::move(recorded)));
  {
    // So that nobody who has just looked misses it.
    const std::scoped_lock lock(mutex_);
  }
  wake_.notify_all();
  return {};
}

void PurchaseLog::tell_how_far() {
  const auto newest = tail_.call({"XREVRANGE", kPurchasesKey, "+", "-", "COUNT", "1"});
  if (!newest) return;
  const auto last = offset_in((*newest)[0][0].text());
  const auto shown = mirror_.mark().offset;
  // A moment's work is no trouble.
  if (last < shown + 4 * kEntriesMax) return;
  set_trouble(fmt::format("purchases are catching up, {} behind", last - shown));
}

void PurchaseLog::set_trouble(std::string trouble) {
  const std::scoped_lock lock(mutex_);
  if (!stopping_) trouble_ = std::move(trouble);
}

void PurchaseLog::wait(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, span, [this] { return stopping_.load(); });
}

}  // namespace vitrine::store::redis
