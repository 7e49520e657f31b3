#include "app/cover_fetcher.h"

#include <utility>

#include "images/cover.h"
#include "runtime/run_on.h"
#include "runtime/shared_bytes.h"

namespace vitrine::app {

Task<Result<origin::Fetched>> CoverFetcher::fetch(origin::Source source, origin::Validators have) {
  if (source.kind == origin::SourceKind::drawn) {
    return draw(std::move(source.address), std::move(have));
  }
  return origins_.fetch(std::move(source), std::move(have));
}

Task<Result<origin::Fetched>> CoverFetcher::draw(std::string name, origin::Validators have) {
  origin::Fetched fetched;
  fetched.validators.etag = images::kCoverVersion;
  fetched.unchanged = have.etag == images::kCoverVersion;
  if (fetched.unchanged) co_return fetched;
  CO_TRY(auto bytes,
         co_await run_on(render_, [name = std::move(name)] { return images::draw_cover(name); }));
  fetched.bytes = share(std::move(bytes));
  co_return fetched;
}

}  // namespace vitrine::app
