// The rooms that record and show what was sold, built in order from a configuration.
#pragma once

#include "app/store_rooms.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "sales/sales.h"

namespace vitrine::app {

// Lives on: any thread (built and destroyed by main).
struct SalesRooms {
  // The stores must be stopped before these rooms are destroyed.
  SalesRooms(StoreRooms& stores, const Clock& clock, observe::Metrics& metrics)
      : sales(stores.purchases(), stores.book(), clock, metrics) {}

  sales::Sales sales;
};

}  // namespace vitrine::app
