// A purchase as bytes, for logs that keep nothing else. The same purchase is always the same bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sales/purchase.h"

namespace vitrine::sales {

std::string record_of(const Purchase& purchase);
// Absent for bytes that record_of never wrote. Any bytes are safe.
std::optional<Purchase> read_record(std::string_view record);

}  // namespace vitrine::sales
