// What happens when the disk is full or broken: it is counted and logged, and pictures are served
// all the same.
#pragma once

#include "delivery/log_gate.h"
#include "delivery/rooms.h"
#include "failure/failure.h"

namespace vitrine::delivery {

// Lives on: any thread.
class StoreTrouble {
 public:
  explicit StoreTrouble(Rooms rooms) : rooms_(rooms) {}

  void met(const Failure& failure) {
    rooms_.counters.store_failures.add();
    if (!gate_.passes(rooms_.clock.steady())) return;
    rooms_.log.warning("delivery",
                       "the store fails, nothing is kept: " + failure.public_message + " (" +
                           failure.detail + ")");
  }

 private:
  Rooms rooms_;
  LogGate gate_;
};

}  // namespace vitrine::delivery
