// What delivery is built on. References to rooms that outlive it.
#pragma once

#include "blobs/blob_store.h"
#include "delivery/counters.h"
#include "delivery/original_fetcher.h"
#include "delivery/purges.h"
#include "observe/log.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/task_group.h"

namespace vitrine::delivery {

struct Rooms {
  OriginalFetcher& fetcher;
  blobs::BlobStore& blobs;
  // Pictures: CPU for tenths of a second.
  Pool& render;
  // Files and digests: milliseconds.
  Pool& files;
  TaskGroup& tasks;
  const Clock& clock;
  observe::Log& log;
  Counters& counters;
  Purges& purges;
};

}  // namespace vitrine::delivery
