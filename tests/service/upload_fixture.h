// What the tests of uploads share: a server that takes them, and a look at what it keeps.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/form.h"
#include "service/harness/vitrine.h"

namespace vitrine::service {

class UploadFixture : public ::testing::Test {
 protected:
  static service::Setup setup(boost::json::object limits = {}) {
    return {.configuration = {{"limits", std::move(limits)},
                              {"operator_key", "a-long-key-of-the-tests"},
                              {"namespaces",
                               {{"user/avatar", {{"origin", "uploads"}}},
                                {"closed", {{"origin", "file:closed/{id}.jpg"}}}}}}};
  }

  static std::string member(const Answer& answer, const char* name) {
    const auto json = boost::json::parse(answer.body);
    return std::string(json.at(name).get_string());
  }

  // The thumbnail's address.
  static std::string uploaded(const Vitrine& vitrine, const FormFile& file) {
    const auto answer = ask(vitrine.port(), upload_of(file));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.status == 200 ? member(answer, "thumbnail") : "";
  }

  std::size_t files_below(const char* folder) const {
    std::size_t count = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             home_.path() / "data/blobs" / folder, error)) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  TemporaryFolder home_;
};

}  // namespace vitrine::service
