// One request to one checked address of one web server: what libcurl is told, and what is done with
// each piece that it hands over. Knows nothing of redirects, names or other addresses.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/ip/address.hpp>
#include <curl/curl.h>

#include "failure/result.h"
#include "origin/address_guard.h"
#include "origin/byte_budget.h"
#include "origin/counters.h"
#include "origin/multi.h"
#include "origin/origins.h"
#include "origin/reply_head.h"
#include "origin/wakeups.h"
#include "origin/web_address.h"
#include "runtime/clock.h"

namespace vitrine::origin {

// What every transfer uses; outlives them all.
struct TransferParts {
  const Config& config;
  const AddressGuard& guard;
  Counters& counters;
  ByteBudget& budget;
  Wakeups& wakeups;
  Multi& multi;
};

// Lives on: its loop, for one request.
class Transfer final : private Multi::Listener {
 public:
  // `target` must stay while the transfer does.
  Transfer(TransferParts parts,
           const WebAddress& target,
           const boost::asio::ip::address& address,
           const Validators& have);
  // Ends the transfer when it still runs; its connection is closed then.
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Until the answer is there, or a limit has ended it. Called once.
  Task<void> run(SteadyTime until);

  // After run(). No connection came about, so another address may.
  bool unreachable() const { return unreachable_; }

  // Present when there is no answer. An answer with any status is no failure here.
  std::optional<Failure>& failure() { return failure_; }

  const ReplyHead& head() const { return head_; }

  // Of an answer with status 200; other bodies are read over and dropped.
  std::string& body() { return body_; }

 private:
  struct Calls;

  void configure(const boost::asio::ip::address& address);
  void set_headers(const Validators& have);
  void ended(CURLcode code) override;

  // Each is false when the transfer has to stop here.
  bool add_head(std::string_view line);
  bool begin_body();
  bool add_body(std::string_view bytes);
  bool stop(Failure failure, std::optional<Refusal> reason = std::nullopt);

  // The time at which run() has to look again; it stops the transfer when a limit has passed.
  SteadyTime next_look(SteadyTime now, SteadyTime until);

  struct CloseEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };

  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  TransferParts parts_;
  const WebAddress& target_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<curl_slist, FreeList> connect_to_;
  std::unique_ptr<CURL, CloseEasy> easy_;
  std::array<char, CURL_ERROR_SIZE> curl_message_{};

  Signal signal_;
  bool added_ = false;
  bool ended_ = false;
  bool unreachable_ = false;
  std::optional<Failure> failure_;
  ReplyHead head_;
  std::string body_;
  std::uint64_t dropped_bytes_ = 0;
  BudgetShare share_;
  // The piece of time in which the rate is measured, and how much of the body was there before.
  std::optional<SteadyTime> measured_since_;
  std::uint64_t measured_from_ = 0;
};

}  // namespace vitrine::origin
