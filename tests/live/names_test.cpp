#include "live/names.h"

#include <gtest/gtest.h>

namespace vitrine::live {
namespace {

class NamesTest : public ::testing::Test {
 protected:
  NamesTest() {
    names_.declare("purchases", {.kind = Kind::event});
    names_.declare("views:", {});
  }

  Names names_;
};

TEST_F(NamesTest, KnowDeclaredTopicsAndFamilies) {
  struct Row {
    const char* name;
    bool known;
  };

  for (const auto& row : {Row{"purchases", true},
                          Row{"views:home", true},
                          Row{"views:a:b", true},
                          Row{"views:", false},
                          Row{"views", false},
                          Row{"purchases:x", false},
                          Row{"", false},
                          Row{":", false}}) {
    EXPECT_EQ(names_.options_of(row.name) != nullptr, row.known) << row.name;
  }
  EXPECT_THROW(names_.declare("views:", {}), std::logic_error);
}

TEST_F(NamesTest, KeepATopicAsLongAsSomebodyHasIt) {
  EXPECT_EQ(names_.size(), 1) << "purchases, always";
  const auto first = names_.take("views:home");
  EXPECT_EQ(names_.take("views:home"), first);
  EXPECT_FALSE(names_.give_back(first));
  EXPECT_TRUE(names_.give_back(first));
  EXPECT_EQ(names_.find("views:home"), nullptr);
  EXPECT_NE(names_.take("views:home")->id, first->id) << "what is opened anew is another topic";
  const auto purchases = names_.take("purchases");
  EXPECT_FALSE(names_.give_back(purchases));
}

TEST_F(NamesTest, MarkAChangeOnceUntilItIsLookedAt) {
  EXPECT_EQ(names_.mark_changed("views:home"), nullptr) << "nobody reads it";
  const auto home = names_.take("views:home");
  EXPECT_EQ(names_.mark_changed("views:home"), home);
  EXPECT_EQ(names_.mark_changed("views:home"), nullptr);
  home->dirty = false;
  EXPECT_EQ(names_.mark_changed("views:home"), home);
}

}  // namespace
}  // namespace vitrine::live
