#include "endpoints/fields.h"

#include <string>

#include <gtest/gtest.h>

#include "endpoints/ask.h"

namespace vitrine::endpoints {
namespace {

Result<Fields> read(std::string_view type, std::string_view body) {
  const Ask ask({{"Content-Type", type}}, body);
  return read_fields(ask.request, {"username", "password"});
}

constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr std::string_view kJson = "application/json; charset=utf-8";

TEST(Fields, AreReadFromForms) {
  const auto fields = read(kForm, "username=J%C3%BCrgen+M.&password=a%26b%3D%25&x=&=y&&username=z");
  ASSERT_TRUE(fields);
  EXPECT_EQ((*fields)["username"], "Jürgen M.") << "the first one counts";
  EXPECT_EQ((*fields)["password"], "a&b=%");
  EXPECT_EQ((*fields)["x"], "");
  EXPECT_EQ((*fields)["absent"], "");
  EXPECT_TRUE(read("", "username=a"));
  EXPECT_TRUE(read(kForm, ""));
}

TEST(Fields, AreReadFromJson) {
  const auto fields = read(kJson, R"({"username":"J\u00fcrgen","other":[1,{"a":2}]})");
  ASSERT_TRUE(fields);
  EXPECT_EQ((*fields)["username"], "Jürgen");
  EXPECT_EQ((*fields)["other"], "");
}

TEST(Fields, AreRefusedWithTheirReason) {
  std::string many;
  for (int i = 0; i < 60; ++i) many += "a" + std::to_string(i) + "=b&";

  struct Row {
    const char* reason;
    std::string_view type;
    std::string body;
    const char* says;
  };

  const Row rows[] = {{"half an escape", kForm, "username=%C", "escape"},
                      {"no hex", kForm, "username=%zz", "escape"},
                      {"many fields", kForm, many, "too many"},
                      {"cut JSON", kJson, R"({"username":"a)", "no JSON object"},
                      {"an array", kJson, "[]", "no JSON object"},
                      {"nothing", kJson, "", "no JSON object"},
                      {"a number", kJson, R"({"password":12345678})", "password must be a text"},
                      {"null", kJson, R"({"username":null})", "username must be a text"},
                      {"depth", kJson, std::string(5000, '['), "no JSON object"},
                      {"no UTF-8", kJson, "{\"username\":\"\xff\"}", "no JSON object"}};
  for (const auto& row : rows) {
    const auto fields = read(row.type, row.body);
    ASSERT_FALSE(fields) << row.reason;
    EXPECT_EQ(fields.error().kind, FailureKind::bad_request);
    EXPECT_NE(fields.error().public_message.find(row.says), std::string::npos)
        << row.reason << ": " << fields.error().public_message;
  }
}

}  // namespace
}  // namespace vitrine::endpoints
