// `vitrine batch`: makes sizes for many ids, into the same store that `vitrine serve` answers from.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/config.h"

namespace vitrine::app {

struct BatchOptions {
  // "w500.webp", "x200-q70.jpg".
  std::vector<std::string> sizes;
  // Before every id that does not begin with the name of a namespace. May be empty.
  std::string space;
  // A file with one id a line, or "-" for standard input. Empty lines and lines that begin with '#'
  // are passed over.
  std::string ids = "-";
  // Where jobs are on Redis: the queue that they go through.
  std::string queue = "requestQueue";
};

// Shows progress on standard error: a bar on a terminal, a line every few seconds elsewhere. A
// picture that is already there is not made again, so a batch that was stopped goes on where it
// was. With jobs on Redis each id is a job: all workers help, and what a killed batch has put into
// the queue is made all the same. Answers the exit code: 0, or 1 when a picture could not be made
// (each is named on standard error), or 2 when the options make no sense.
int run_batch(const Config& config, const BatchOptions& options);

}  // namespace vitrine::app
