#include "app/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::app {
namespace {

using ::testing::IsEmpty;

TEST(Environment, VariablesAreSettingsInCapitals) {
  const auto given = parse_environment({"PATH=/bin",
                                        "VITRINE_SERVER_PORT=8080",
                                        "VITRINE_LIMITS_RENDER_QUEUE=5",
                                        "VITRINE_SOURCE_ALLOW=a=b"});
  ASSERT_TRUE(given);
  ASSERT_EQ(given->size(), 3U);
  EXPECT_EQ(given->at(0).key, "server_port");
  EXPECT_EQ(given->at(0).where, "VITRINE_SERVER_PORT");
  EXPECT_EQ(given->at(0).value, "8080");
  EXPECT_EQ(given->at(1).key, "limits.render_queue");
  EXPECT_EQ(given->at(2).value, "a=b") << "only the first '=' ends the name";
}

TEST(Environment, AVariableThatIsNoSettingIsRefusedWithTheNearest) {
  const auto given = parse_environment({"VITRINE_SEVER_PORT=1", "VITRINE_=2"});
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().public_message,
            "VITRINE_SEVER_PORT: is no setting; did you mean VITRINE_SERVER_PORT?\n"
            "VITRINE_: is no setting");
}

TEST(Environment, NamesAreCapitalsAndUnderlines) {
  EXPECT_FALSE(parse_environment({"VITRINE_server_port=1"}));
  EXPECT_FALSE(parse_environment({"VITRINE_LIMITS.PIXELS=1"}));
}

TEST(Environment, WhatKubernetesMakesUpForAServiceIsPassedOver) {
  const auto given = parse_environment({"VITRINE_SERVICE_HOST=10.0.0.1",
                                        "VITRINE_SERVICE_PORT_HTTP=7000",
                                        "VITRINE_PORT=tcp://10.0.0.1:7000",
                                        "VITRINE_PORT_7000_TCP_ADDR=10.0.0.1",
                                        "VITRINE_WITHOUT_VALUE"});
  ASSERT_TRUE(given);
  EXPECT_THAT(*given, IsEmpty());
}

}  // namespace
}  // namespace vitrine::app
