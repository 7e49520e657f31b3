// What cases about counting need: a Vitrine without pictures, operators who register a campaign,
// and answers as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/files.h"
#include "service/harness/vitrine.h"

namespace vitrine::service {

inline boost::json::object facts(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

inline std::int64_t number(const Answer& answer, const char* name) {
  return facts(answer).at(name).to_number<std::int64_t>();
}

class Counting : public ::testing::Test {
 protected:
  const Vitrine& start(boost::json::object configuration = {}) {
    vitrine_.emplace(home_, service::Setup{.configuration = std::move(configuration)});
    return *vitrine_;
  }

  Answer post(const std::string& target, Headers headers = {}) const {
    return ask(vitrine_->port(),
               {.method = "POST", .target = target, .headers = std::move(headers)});
  }

  // As an operator, on the operators' port.
  Answer put(const std::string& target, const std::string& body) const {
    return ask(vitrine_->status_port(), {.method = "PUT", .target = target, .body = body});
  }

  void put_july() {
    ASSERT_EQ(put("/campaigns/july1", "").status, 201);
    for (const std::string item : {"camera", "watch"}) {
      const auto answer = put("/campaigns/july1/items/" + item,
                              R"({"url":"https://shop.example/)" + item + R"("})");
      ASSERT_EQ(answer.status, 201) << answer.body;
    }
  }

  TemporaryFolder home_;
  std::optional<Vitrine> vitrine_;
};

}  // namespace vitrine::service
