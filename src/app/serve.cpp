#include "app/serve.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "app/service.h"
#include "images/render.h"
#include "runtime/successor.h"

namespace vitrine::app {

namespace {

constexpr std::chrono::seconds kSuccessorTimeMax{60};

void print_addresses(const Config& config, const Service& service) {
  const std::string scheme = config.public_server.tls.certificate_file.empty() ? "http" : "https";
  std::cout << "vitrine: " << scheme << "://" << config.public_server.bind << ":" << service.port()
            << "\nvitrine: status http://" << config.status_server.bind << ":"
            << service.status_port() << std::endl;
}

bool hand_over(Service& service, const std::vector<std::string>& arguments) {
  service.log().info("app", "SIGHUP: starting the new process on the same sockets");
  const auto successor =
      start_successor(program_path(), arguments, service.sockets(), kSuccessorTimeMax);
  if (successor) {
    service.log().info("app", "process " + std::to_string(*successor) + " is ready; draining");
    return true;
  }
  service.log().error("app",
                      "the new process did not get ready, serving on: " +
                          successor.error().public_message + " (" + successor.error().detail + ")");
  return false;
}

void wait_for_end(Service& service,
                  const std::vector<std::string>& arguments,
                  const Signals& signals) {
  while (true) {
    const int signal = signals.wait();
    if (signal != SIGHUP) {
      service.log().info("app", signal == SIGTERM ? "SIGTERM: draining" : "SIGINT: draining");
      return;
    }
    if (hand_over(service, arguments)) return;
  }
}

// Every reader of what is pushed is a descriptor, and many shells allow 1,024 until they are asked.
void raise_open_files() {
  constexpr rlim_t kEnough = 1 << 20;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = std::min(files.rlim_max, kEnough);
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int serve(const Config& config,
          std::vector<http::InheritedSocket> inherited,
          const std::vector<std::string>& arguments,
          const Signals& signals) {
  program_path();
  raise_open_files();
  const images::Library library(arguments.front().c_str());
  Service service(config, library, std::move(inherited));
  // Everything that may be wrong with the configuration would have been said by now. The process
  // before this one stops accepting and gives up the store; who connects meanwhile waits in the
  // queue of the sockets.
  report_ready();
  service.start();
  service.log().info("app", "vitrine " VITRINE_VERSION " serves as " + config.instance);
  print_addresses(config, service);
  wait_for_end(service, arguments, signals);
  if (service.drain()) {
    service.log().info("app", "drained");
    return EXIT_SUCCESS;
  }
  service.log().warning("app", "drain_seconds passed; what was still under way is cut off");
  service.log().flush();
  // Work that is still running would be torn out of the rooms that it uses, so nothing is
  // destroyed.
  std::_Exit(EXIT_SUCCESS);
}

}  // namespace vitrine::app
