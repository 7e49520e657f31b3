// What a purchase costs in the embedded store, and what reading costs beside it:
//
//   sales_bench [ROWS] [FOLDER]     1,000,000 rows, a folder that is made and removed
//
// A busy machine makes everything wait, so searches are timed by their CPU as well, on a thread of
// the benchmark's own.
//
// Fills the store, measures the CPU of a purchase at its end (recorded 100 at a time, and by 64
// tasks one at a time), then reads while 2,000 a second arrive. CPU is that of the whole process.
// One program and not a Google Benchmark, because all of it is about one large file.
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cpu_seconds.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/task_group.h"
#include "sales/sales.h"
#include "store/sqlite/purchase_log.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/sales_search.h"
#include "store/sqlite/writer.h"

namespace {

namespace fs = std::filesystem;
using namespace vitrine;  // NOLINT: one file, nobody includes it
using std::chrono::steady_clock;

// 200,000 artists, of whom few sell much, with names and titles of a vocabulary of 60,000 words.
class Shop {
 public:
  Shop() {
    constexpr const char* kParts[] = {"ka",  "ro",  "mi",  "ten", "sol", "var", "bel",
                                      "dro", "ani", "lux", "ter", "mon", "qui", "zor",
                                      "pha", "gre", "una", "ost", "elm", "ivy"};
    for (int i = 0; i < 60'000; ++i) {
      std::string word;
      for (int part = i % 3; part >= 0; --part) word += kParts[random_() % 20];
      words_.push_back(word + kParts[random_() % 20]);
    }
  }

  sales::Purchase sell() {
    constexpr const char* kCountries[] = {
        "United States", "United Kingdom", "Germany", "France", "Japan", "Canada"};
    constexpr const char* kKinds[] = {
        "digital album", "limited edition vinyl", "cassette", "compact disc", "digital track"};
    sales::Purchase sold;
    const auto n = ++sold_;
    sold.id =
        "shop-" + std::to_string(n * 2'654'435'761U % 4'294'967'296U) + "-" + std::to_string(n);
    sold.at =
        sales::Moment{std::chrono::seconds{1'700'000'000}} + std::chrono::milliseconds{n * 500};
    const auto artist = random_() % (1 + random_() % 200'000);
    sold.artist_name = words_[artist * 7 % words_.size()] + " " + words_[artist % words_.size()];
    sold.album_title = words_[random_() % words_.size()] + " " + words_[random_() % words_.size()];
    // Never together, and both in every second purchase.
    sold.item_description = std::string(kKinds[random_() % 5]) + (n % 2 == 0 ? " stereo" : " mono");
    sold.item_type = "a";
    sold.slug_type = "a";
    sold.country = kCountries[random_() % 6];
    sold.country_code = "us";
    sold.currency = "USD";
    sold.amount_paid = static_cast<sales::Amount>(100 + random_() % 3000);
    sold.item_price = sold.amount_paid;
    sold.amount_paid_usd = sold.amount_paid;
    sold.art_url = "//img.shop.example/img/a" + std::to_string(artist) + "_7.jpg";
    sold.url = "//artist" + std::to_string(artist) + ".shop.example/album/x";
    sold.art_id = std::to_string(artist);
    return sold;
  }

  std::vector<sales::Purchase> sell(std::size_t n) {
    std::vector<sales::Purchase> sold;
    for (std::size_t i = 0; i < n; ++i) sold.push_back(sell());
    return sold;
  }

  const std::string& word() { return words_[random_() % words_.size()]; }

 private:
  std::mt19937_64 random_{7};
  std::vector<std::string> words_;
  std::uint64_t sold_ = 0;
};

struct Store {
  explicit Store(const fs::path& folder)
      : writer({.file = folder / "vitrine.db"}, metrics, observe::Log::silent()),
        book(writer, {.calendar = sales::Calendar::of("Europe/Berlin").value()}),
        log(writer, book, clock),
        door(log, book, clock, metrics) {
    book.start();
    for (auto* loop : {&recorder, &till, &reader}) loop->start();
  }

  // Before the store, so that they outlive it: its threads answer to them to the last.
  EventLoop recorder{"recorder"};
  EventLoop till{"till"};
  EventLoop reader{"reader"};
  observe::Metrics metrics;
  SystemClock clock;
  store::sqlite::Writer writer;
  store::sqlite::SalesBook book;
  store::sqlite::PurchaseLog log;
  sales::Sales door;
};

void report(const std::exception_ptr& thrown) {
  if (thrown) std::rethrow_exception(thrown);
}

Task<void> record(Store& store, std::vector<std::vector<sales::Purchase>> batches) {
  for (auto& batch : batches) {
    const auto done = co_await store.log.append({std::move(batch), std::nullopt});
    if (!done) std::abort();
  }
}

// CPU of a purchase, without that of making it up.
double record_all(Store& store, Shop& shop, std::size_t rows, std::size_t a_call, int tasks) {
  std::vector<std::vector<std::vector<sales::Purchase>>> shares(static_cast<std::size_t>(tasks));
  for (std::size_t i = 0, made = 0; made < rows; ++i, made += a_call) {
    shares[i % shares.size()].push_back(shop.sell(a_call));
  }
  TaskGroup group([](const std::string&, std::exception_ptr thrown) { report(thrown); });
  const auto before = bench::cpu_seconds();
  for (auto& share : shares)
    group.start(store.recorder.executor(), "record", record(store, std::move(share)));
  group.wait();
  const auto spent = bench::cpu_seconds() - before;
  return spent / static_cast<double>(rows) * 1e6;
}

// 2,000 a second, in calls of ten.
Task<void> keep_recording(Store& store, Shop& shop, const std::atomic<bool>& stop) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  auto next = steady_clock::now();
  while (!stop) {
    auto sold = shop.sell(10);
    const auto done = co_await store.log.append({std::move(sold), std::nullopt});
    if (!done) std::abort();
    next += std::chrono::milliseconds{5};
    timer.expires_at(next);
    co_await timer.async_wait(boost::asio::use_awaitable_t<Executor>{});
  }
}

struct Times {
  std::vector<double> milliseconds;
  std::size_t cut = 0;
  std::size_t found = 0;
};

void print(const char* what, Times& times) {
  std::ranges::sort(times.milliseconds);
  const auto at = [&](double part) {
    const auto last = static_cast<double>(times.milliseconds.size() - 1);
    return times.milliseconds[static_cast<std::size_t>(part * last)];
  };
  std::printf("%-34s p50 %7.3f  p99 %7.3f  max %7.3f ms   found %zu, cut %zu of %zu\n",
              what,
              at(0.5),
              at(0.99),
              at(1),
              times.found,
              times.cut,
              times.milliseconds.size());
  std::fflush(stdout);
}

template <class Ask>
Task<void> time_all(Ask ask, int count, Times& times) {
  for (int i = 0; i < count; ++i) {
    const auto begin = steady_clock::now();
    co_await ask(times);
    const std::chrono::duration<double, std::milli> took = steady_clock::now() - begin;
    times.milliseconds.push_back(took.count());
  }
}

struct Search {
  Store* store;
  std::function<std::string()> term;

  Task<void> operator()(Times& times) const {
    auto found = co_await store->door.search(term());
    if (!found) std::abort();
    times.found += found->purchases.size();
    times.cut += found->cut ? 1 : 0;
  }
};

struct TopSellers {
  Store* store;

  Task<void> operator()(Times& times) const {
    const auto top = co_await store->door.top_sellers();
    times.found += top.value().sellers.size();
  }
};

struct LastHour {
  Store* store;

  Task<void> operator()(Times& times) const {
    const auto hour = co_await store->door.last_hour();
    times.found += hour.value().points.size();
  }
};

struct Newest {
  Store* store;

  Task<void> operator()(Times& times) const {
    const auto newest = co_await store->door.newest();
    times.found += newest.value().purchases.size();
  }
};

template <class Ask>
void read(const char* what, Ask ask, int count = 1000) {
  Times times;
  TaskGroup group([](const std::string&, std::exception_ptr thrown) { report(thrown); });
  group.start(ask.store->reader.executor(), "read", time_all(std::move(ask), count, times));
  group.wait();
  print(what, times);
}

double thread_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// CPU, on this thread.
void search(store::sqlite::Database& database,
            const char* what,
            const std::function<std::string()>& term,
            int count = 1000) {
  Times times;
  for (int i = 0; i < count; ++i) {
    const auto query = sales::parse_query(term()).value();
    const auto begin = thread_milliseconds();
    const auto found =
        store::sqlite::search_purchases(database, query, 10, std::chrono::milliseconds{25});
    times.milliseconds.push_back(thread_milliseconds() - begin);
    times.found += found.value().purchases.size();
    times.cut += found->cut ? 1 : 0;
  }
  print(what, times);
}

void search_all(const fs::path& file) {
  using store::sqlite::Database;
  Shop words;
  const auto database = Database::open(file, store::sqlite::Access::read_only).value();
  if (!database->execute("PRAGMA mmap_size = 1073741824")) std::abort();
  const auto fixed = [](std::string term) { return [term = std::move(term)] { return term; }; };
  search(*database, "a common word", fixed("united"));
  search(*database, "any word", [&] { return words.word(); });
  search(*database, "a common and any word", [&] { return "digital " + words.word(); });
  for (const std::size_t letters : {1, 2, 3, 4, 5, 6}) {
    const auto name = "prefixes of " + std::to_string(letters);
    search(*database, name.c_str(), [&] { return words.word().substr(0, letters); });
  }
  search(*database, "a long common word: kingdom", fixed("kingdom"));
  search(*database, "a long rare prefix", [&] { return words.word() + "x"; });
  search(*database, "two common words never together", fixed("stereo mono u"), 200);
  search(*database, "no such word", fixed("zzzz"));
}

void read_all(Store& store) {
  Shop words;
  const auto fixed = [&](std::string term) {
    return Search{&store, [term = std::move(term)] { return term; }};
  };
  read("top sellers", TopSellers{&store});
  read("last hour", LastHour{&store});
  read("newest ten", Newest{&store});
  read("a common word", fixed("united"));
  read("any word", Search{&store, [&] { return words.word(); }});
  read("a common and any word", Search{&store, [&] { return "digital " + words.word(); }});
  for (const std::size_t letters : {1, 2, 3, 4, 5, 6}) {
    const auto name = "prefixes of " + std::to_string(letters);
    read(name.c_str(),
         Search{&store, [&words, letters] { return words.word().substr(0, letters); }});
  }
  read("a long common prefix: kingdo, kingdom", fixed("kingdom"));
  read("a long rare prefix", Search{&store, [&] { return words.word() + "x"; }});
  read("two common words never together", fixed("stereo mono u"), 200);
  read("two common words, the last begun", fixed("stereo mono"), 200);
  read("no such word", fixed("zzzz"));
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  const fs::path folder =
      argc > 2 ? fs::path(argv[2])
               : fs::temp_directory_path() / ("vitrine-sales-bench-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  {
    Store store(folder);
    Shop shop;
    const auto begin = steady_clock::now();
    for (std::size_t i = 0; i < 10; ++i) {
      const auto cost = record_all(store, shop, rows / 10, 100, 8);
      std::printf(
          "to %8zu rows, calls of 100: %5.1f us CPU a purchase\n", (i + 1) * rows / 10, cost);
      std::fflush(stdout);
    }
    const std::chrono::duration<double> took = steady_clock::now() - begin;
    std::printf("filled in %.0f s, %.0f MB\n",
                took.count(),
                static_cast<double>(fs::file_size(folder / "vitrine.db")) / 1e6);
    std::printf("64 tasks, one at a time:  %5.1f us CPU a purchase\n",
                record_all(store, shop, 20'000, 1, 64));
    std::printf("1 task, one at a time:    %5.1f us CPU a purchase\n",
                record_all(store, shop, 2'000, 1, 1));
    std::printf("-- while nothing arrives\n");
    read_all(store);
    std::atomic<bool> stop{false};
    TaskGroup group([](const std::string&, std::exception_ptr thrown) { report(thrown); });
    group.start(store.till.executor(), "till", keep_recording(store, shop, stop));
    std::printf("-- while 2,000 a second arrive\n");
    read_all(store);
    std::printf("-- the same, CPU\n");
    search_all(folder / "vitrine.db");
    stop = true;
    group.wait();
  }
  if (argc <= 2) fs::remove_all(folder);
  return 0;
}
