// The rooms that record and show what was sold, built in order from a configuration.
#pragma once

#include "app/config.h"
#include "app/demo_sales.h"
#include "app/picture_rooms.h"
#include "app/store_rooms.h"
#include "endpoints/purchases.h"
#include "endpoints/sales_pictures.h"
#include "sales/sales.h"

namespace vitrine::app {

// Lives on: any thread (built and destroyed by main).
struct SalesRooms {
  // The stores must be stopped before these rooms are destroyed. `rooms` and `drawn` outlive them.
  SalesRooms(const Config& config,
             StoreRooms& stores,
             PictureRooms& rooms,
             endpoints::LabelPictures& drawn)
      : sales(stores.purchases(), stores.book(), rooms.clock, rooms.metrics),
        purchases({.body_bytes_max = config.sales.report_bytes_max,
                   .seen_by_all = config.sales.seen_by_all},
                  sales,
                  rooms.files,
                  rooms.clock),
        pictures({config.pictures.signing_key, config.pictures.signing_salt}, sales, drawn),
        demo(config.sales.demo_rate, sales, rooms.clock, rooms.log) {}

  sales::Sales sales;
  endpoints::Purchases purchases;
  endpoints::SalesPictures pictures;
  DemoSales demo;
};

}  // namespace vitrine::app
