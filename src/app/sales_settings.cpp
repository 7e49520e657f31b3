// Purchases.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
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
}

}  // namespace vitrine::app
