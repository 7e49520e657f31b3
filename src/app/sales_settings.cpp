// Purchases.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"
#include "sales/calendar.h"

namespace vitrine::app {

void add_sales_settings(std::vector<Setting>& rows) {
  rows.push_back(make_setting("sales.time_zone",
                              Text{"a name of the IANA time zone database, such as Europe/Berlin",
                                   [](std::string_view value) {
                                     return sales::Calendar::of(std::string(value)).has_value();
                                   }},
                              FIELD(sales.time_zone),
                              "Where the shop is: when its days and hours begin."));
  rows.push_back(make_setting(
      "sales.book",
      Text{"a file", [](std::string_view value) { return !value.empty() && is_plain(value); }},
      FIELD(sales.book),
      "With Redis: where this instance keeps what it reads of purchases. "
      "It is made anew when it is gone."));
  rows.push_back(make_setting("sales.seen_by_all",
                              YesNo{},
                              FIELD(sales.seen_by_all),
                              "Show sales to everybody, and not only to those who have logged in "
                              "or have a key."));
  rows.push_back(make_setting("sales.demo_rate",
                              Whole{0, 60'000},
                              FIELD(sales.demo_rate),
                              "Made-up purchases a minute, for a demo; an empty store is given an "
                              "hour of them. 0 is none."));
}

void add_sales_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.search_seconds",
                              DecimalSeconds{0.001, 60},
                              FIELD(sales.search_time_max),
                              "A search of purchases that takes longer ends with what it has."));
  rows.push_back(
      make_setting("limits.sales_reads",
                   Whole{1, 100'000},
                   FIELD(sales.reads_max),
                   "Charts, and searches, that wait for a thread; the next one is 503."));
  rows.push_back(make_setting("limits.report_bytes",
                              Whole{1024, 67'108'864},
                              FIELD(sales.report_bytes_max),
                              "Bytes of one call that reports purchases; more is 413."));
}

}  // namespace vitrine::app
