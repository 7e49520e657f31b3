// 2,000 mixed requests, a third of them hostile: nothing breaks, and memory stays flat.
#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "pictures/hostile.h"
#include "pictures/pictures.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

// Originals that are photographs, and files that pretend to be.
class MixedRequests : public ::testing::Test {
 protected:
  MixedRequests() {
    for (const auto& [width, height] :
         {std::pair{1200, 900}, {900, 1200}, {2000, 500}, {300, 300}}) {
      friendly_.push_back(std::to_string(width) + "x" + std::to_string(height) + ".jpg");
      gallery_.nginx.put(friendly_.back(), photograph(width, height));
    }
    friendly_.emplace_back("film.gif");
    gallery_.nginx.put("film.gif", pictures::make_gif(120, 90, {.frames = 8}));
    for (const auto& hostile : pictures::hostile_files()) {
      hostile_.push_back("hostile" + std::to_string(hostile_.size()) + ".jpg");
      gallery_.nginx.put(hostile_.back(), hostile.file);
    }
  }

  std::string friendly_target() {
    static constexpr const char* kExtensions[] = {
        "jpg", "jpg", "jpg", "webp", "webp", "png", "gif"};
    const auto& original = friendly_[random_() % friendly_.size()];
    const auto size = std::to_string(20 + random_() % 40 * 10);
    return "/any/" + original + "/" + (random_() % 2 == 0 ? "w" : "x") + size + "." +
           kExtensions[random_() % std::size(kExtensions)];
  }

  std::string hostile_target() {
    const auto number = std::to_string(random_());
    switch (random_() % 5) {
      case 0:
        return "/any/..%2f..%2fetc%2fpasswd/w" + std::to_string(random_() % 900 + 1) + ".jpg";
      case 1:
        return "/any/missing" + number + ".jpg/w100.jpg";
      case 2:
        return "/any/" + friendly_.front() + "/w" + number + "0000.jpg";
      case 3:
        return "/" + number + "/" + std::string(random_() % 3000, 'a');
      default:
        return "/any/" + hostile_[random_() % hostile_.size()] + "/w" +
               std::to_string(random_() % 300 + 1) + ".jpg";
    }
  }

  // A client that speaks no HTTP, or that leaves in the middle.
  void be_rude() {
    Connection rude{gallery_.vitrine.port()};
    const auto request = request_bytes({.target = friendly_target()});
    if (random_() % 2 == 0) {
      rude.try_send("\x16\x03\x01" + std::string(random_() % 500, '\x01') + "\r\n\r\n");
    } else {
      rude.try_send(std::string_view{request}.substr(0, random_() % request.size()));
      rude.reset();
    }
  }

  Gallery gallery_;
  std::vector<std::string> friendly_;
  std::vector<std::string> hostile_;
  // The same sequence on every run.
  std::mt19937 random_{20};
};

TEST_F(MixedRequests, LeaveMemoryFlat) {
#ifdef VITRINE_SLOW_BUILD
  // The sanitizers look for errors here; their own memory says nothing about ours.
  constexpr int kRequests = 500;
#else
  constexpr int kRequests = 2000;
#endif
  constexpr int kEarly = kRequests / 10;
  std::map<int, int> statuses;
  std::uint64_t early = 0;
  std::uint64_t late = 0;
  Connection client{gallery_.vitrine.port()};
  for (int request = 1; request <= kRequests; ++request) {
    if (request % 9 == 0) {
      be_rude();
    } else if (request % 3 == 0) {
      const auto answer = ask(gallery_.vitrine.port(), {.target = hostile_target()});
      ++statuses[answer.status];
      ASSERT_GE(answer.status, 400);
      ASSERT_NE(answer.status, 500) << answer.body;
    } else {
      const auto target = friendly_target();
      ASSERT_EQ(client.ask({.target = target}).status, 200) << target;
    }
    auto& largest = request <= kEarly ? early : late;
    largest = std::max(largest, resident_bytes(gallery_.vitrine.process().id()));
  }
  // Every kind of refusal was met.
  for (const int status : {400, 404, 406, 422}) EXPECT_GT(statuses[status], 0) << status;
  RecordProperty("resident_bytes_early", static_cast<int>(early >> 10));
  RecordProperty("resident_bytes_late", static_cast<int>(late >> 10));
#ifndef VITRINE_SLOW_BUILD
  EXPECT_LT(late, 400ULL << 20);
  // Caches fill up to their limits; more than that would be a leak.
  EXPECT_LT(late, early + early / 4 + (24ULL << 20))
      << "after the first " << kEarly << ": " << early;
#endif
}

}  // namespace
}  // namespace vitrine::service
