// The shop's sales as live topics have them.
#pragma once

#include "endpoints/live.h"
#include "sales/sales.h"

namespace vitrine::endpoints {

// `sales` outlives what it is given to. Purchases that are further behind than 10,000 are not
// looked up; the reader is told.
LiveSales live_sales(sales::Sales& sales);

}  // namespace vitrine::endpoints
