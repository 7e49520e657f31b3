// Origins with everything that they need, and a resolver that answers as the test says.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "blobs/folder_store.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "origin/origins.h"
#include "origin/resolver.h"
#include "runtime/pool.h"
#include "stub_origin/scripts.h"
#include "stub_origin/stub_origin.h"

namespace vitrine::origin {

// Answers each lookup of a host with its next list of addresses; the last one stays. A host without
// a list is unknown. Lives on: any thread (mutex).
class FakeResolver final : public Resolver {
 public:
  using Answers = std::vector<std::vector<std::string>>;

  explicit FakeResolver(std::map<std::string, Answers> hosts) : hosts_(std::move(hosts)) {}

  void resolve(std::string host, Answer answer) override {
    const std::scoped_lock lock(mutex_);
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) {
      answer(fail(FailureKind::upstream, "The host of the original is not known", host));
      return;
    }
    Addresses addresses;
    for (const auto& text : found->second.front()) {
      addresses.push_back(boost::asio::ip::make_address(text));
    }
    if (found->second.size() > 1) found->second.erase(found->second.begin());
    answer(std::move(addresses));
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Answers> hosts_;
};

// Never answers, until it goes.
class SilentResolver final : public Resolver {
 public:
  void resolve(std::string /*host*/, Answer answer) override {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(answer));
  }

 private:
  std::mutex mutex_;
  std::vector<Answer> waiting_;
};

inline Config loopback_config() {
  Config config;
  config.allow_private = {"127.0.0.1"};
  return config;
}

class Fetching {
 public:
  explicit Fetching(Config config = loopback_config(), std::unique_ptr<Resolver> resolver = nullptr)
      : origins(std::move(config),
                uploads,
                files,
                metrics,
                observe::Log::silent(),
                std::move(resolver)) {}

  Result<Fetched> web(std::string url, Validators have = {}) {
    return testing::await(origins.fetch(
        {.kind = SourceKind::http, .address = std::move(url), .root = {}}, std::move(have)));
  }

  std::uint64_t refused(const std::string& reason) {
    return metrics.counter("vitrine_origin_refused_total", "", {{"reason", reason}}).value();
  }

  std::uint64_t ended(const std::string& result) {
    return metrics.counter("vitrine_origin_fetches_total", "", {{"result", result}}).value();
  }

  testing::TemporaryFolder folder;
  Pool files{{.name = "files", .threads = 2}};
  blobs::FolderStore uploads{{.folder = folder.path() / "blobs"}, files};
  observe::Metrics metrics;
  Origins origins;
};

}  // namespace vitrine::origin
