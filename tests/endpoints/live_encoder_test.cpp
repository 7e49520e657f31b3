#include "endpoints/live_encoder.h"

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

std::string frame(const live::Forms& forms) {
  return *live::bytes_of(forms, kFrameForm);
}

std::string event(const live::Forms& forms) {
  return *live::bytes_of(forms, kEventForm);
}

TEST(LiveEncoder, PutsTopicAndOffsetInFront) {
  const LiveEncoder encoder;
  const auto state = encoder.message("views:\"a\"", live::Kind::state, {"e", 7}, R"({"total":3})");
  const std::string json = R"({"topic":"views:\"a\"","offset":"e:7","total":3})";
  EXPECT_EQ(frame(state), std::string("\x81") + static_cast<char>(json.size()) + json);
  EXPECT_EQ(event(state), "data: " + json + "\n\n") << "a state has no id to come back with";
}

TEST(LiveEncoder, GivesEventsTheirId) {
  const LiveEncoder encoder;
  const auto forms = encoder.message("purchases", live::Kind::event, {"e", 7}, "{}");
  EXPECT_EQ(event(forms), "id: e:7\ndata: {\"topic\":\"purchases\",\"offset\":\"e:7\"}\n\n");
}

TEST(LiveEncoder, SaysWhetherAReaderHasEverything) {
  const LiveEncoder encoder;
  EXPECT_EQ(event(encoder.notice("purchases", false, {"e", 7})),
            "data: {\"topic\":\"purchases\",\"offset\":\"e:7\",\"recovered\":false}\n\n");
  EXPECT_TRUE(frame(encoder.notice("purchases", true, {"e", 7})).ends_with("\"recovered\":true}"));
}

TEST(LiveEncoder, TakesObjectsOnly) {
  EXPECT_THROW(LiveEncoder().message("jobs", live::Kind::event, {"e", 7}, "[1]"), std::logic_error);
}

}  // namespace
}  // namespace vitrine::endpoints
