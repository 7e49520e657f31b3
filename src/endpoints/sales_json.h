// Histories and rankings as JSON, the same when they are asked for and when they are pushed. Pure;
// any thread.
#pragma once

#include <string>

#include "endpoints/sales_query.h"
#include "sales/book.h"

namespace vitrine::endpoints {

// [{"x":ms,"y":value},…]
std::string history_json(const sales::History& history, HistoryValue value);
// {"labels":[…],"series":[…]}, in US dollars.
std::string top_sellers_json(const sales::TopSellers& top);

}  // namespace vitrine::endpoints
