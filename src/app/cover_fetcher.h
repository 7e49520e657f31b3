// Originals that are drawn instead of fetched: the covers of the demo's albums (`drawn:{id}`).
#pragma once

#include "delivery/original_fetcher.h"
#include "runtime/pool.h"

namespace vitrine::app {

// Lives on: any thread. Origins and pool outlive it.
class CoverFetcher final : public delivery::OriginalFetcher {
 public:
  CoverFetcher(origin::Origins& origins, Pool& render) : origins_(origins), render_(render) {}

  // not_found: no cover has such a name (images/cover.h). Everything else goes to the origins.
  Task<Result<origin::Fetched>> fetch(origin::Source source, origin::Validators have) override;

  std::size_t fetching() const override { return origins_.fetching(); }

 private:
  Task<Result<origin::Fetched>> draw(std::string name, origin::Validators have);

  delivery::OriginsFetcher origins_;
  Pool& render_;
};

}  // namespace vitrine::app
