// The clock and calendar of the shop: where minutes, hours and days begin. Days have 23 or 25 hours
// when the clocks are changed; hours begin on the hour of the place, also where that is half past
// elsewhere.
#pragma once

#include <string>

#include "failure/result.h"
#include "sales/book.h"

namespace date {
class time_zone;
}  // namespace date

namespace vitrine::sales {

// A value. Any thread.
class Calendar {
 public:
  // A name of the IANA database ("Europe/Berlin"). bad_request when there is none such here.
  static Result<Calendar> of(const std::string& time_zone);

  // When the bucket that holds `at` begins, and when the one behind it does. From kEarliest on
  // every bucket begins at a whole quarter of an hour, a minute at a whole minute.
  Moment begin(Bucket bucket, Moment at) const;
  Moment end(Bucket bucket, Moment at) const;

  const std::string& time_zone() const { return name_; }

 private:
  Calendar(std::string name, const date::time_zone* zone) : name_(std::move(name)), zone_(zone) {}

  std::string name_;
  // Of the process, for ever.
  const date::time_zone* zone_;
};

}  // namespace vitrine::sales
