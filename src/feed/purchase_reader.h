// One purchase, where a cursor stands; purchase_json.h tells what is taken.
#pragma once

#include "failure/result.h"
#include "feed/purchase_json.h"
#include "json/cursor.h"
#include "sales/purchase.h"

namespace vitrine::feed {

// Takes an object. What stands behind it is left.
Result<sales::Purchase> take_purchase(json::Cursor& cursor, Unknown unknown);

}  // namespace vitrine::feed
