#include "delivery/original_fetcher.h"

#include <utility>

namespace vitrine::delivery {

Task<Result<origin::Fetched>> OriginsFetcher::fetch(origin::Source source,
                                                    origin::Validators have) {
  return origins_.fetch(std::move(source), std::move(have));
}

std::size_t OriginsFetcher::fetching() const {
  return origins_.fetching();
}

}  // namespace vitrine::delivery
