// Where what happened is kept, and how it is counted and shown.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"

namespace vitrine::app {

namespace {

void add_store(std::vector<Setting>& rows) {
  rows.push_back(
      make_setting("store", StoreAddress{}, FIELD(store), "Where clicks and views are committed."));
  rows.push_back(make_setting("durability",
                              StoreDurability{},
                              FIELD(durability),
                              "What an acknowledged event survives: the end of the process, or a "
                              "power cut too, which costs a wait for the disk with every group."));
}

void add_campaigns(std::vector<Setting>& rows) {
  rows.push_back(make_setting("campaigns.open",
                              YesNo{},
                              FIELD(tallies.open),
                              "Count clicks of campaigns and items that nobody has registered."));
  rows.push_back(
      make_setting("hot.minutes",
                   Whole{1, 60},
                   FIELD(tallies.hot.minutes),
                   "An item is hot with clicks in so many different minutes of `hot.window`."));
  rows.push_back(make_setting("hot.window",
                              Whole{1, 60},
                              FIELD(tallies.hot.window),
                              "The minutes before now that count for hotness, by the clock."));
  const Text text{"1 to 32 bytes without control characters", [](std::string_view value) {
                    return !value.empty() && value.size() <= 32 && is_line(value);
                  }};
  rows.push_back(make_setting("badges.popular_text",
                              text,
                              FIELD(badges.popular_text),
                              "The word on the badge of the most clicked item."));
  rows.push_back(make_setting(
      "badges.hot_text", text, FIELD(badges.hot_text), "The word on the badge of a hot item."));
  rows.push_back(make_setting("newsletter",
                              YesNo{},
                              FIELD(newsletter),
                              "Show a newsletter with live badges at `/demo/email`, and register "
                              "its campaign."));
}

void add_views(std::vector<Setting>& rows) {
  rows.push_back(make_setting("views.honour_privacy",
                              YesNo{},
                              FIELD(views.honour_privacy),
                              "Recognise nobody who sends `Sec-GPC` or `DNT`: their views count, "
                              "and no visitor does."));
  rows.push_back(make_setting("views.behind_proxy",
                              YesNo{},
                              FIELD(views.behind_proxy),
                              "Take a visitor's address from the last one of `X-Forwarded-For`."));
}

}  // namespace

void add_counting_settings(std::vector<Setting>& rows) {
  add_store(rows);
  add_campaigns(rows);
  add_views(rows);
}

}  // namespace vitrine::app
