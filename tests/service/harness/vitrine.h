// The real binary, serving in a folder of a test: configuration in, two ports out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "service/harness/files.h"
#include "service/harness/http_client.h"
#include "service/harness/process.h"

namespace vitrine::service {

// Where the build put it.
std::filesystem::path vitrine_program();

// What differs from one test to the next; the rest of the configuration is `base_configuration`.
struct Setup {
  boost::json::object configuration = {};
  std::vector<std::string> arguments = {};
  std::vector<std::pair<std::string, std::string>> environment = {};
  std::optional<rlim_t> file_bytes_max = {};
  std::vector<int> listening = {};
  std::string listening_names = {};
};

// Free ports, loopback originals allowed, blobs under data/.
boost::json::object base_configuration();
// `base` with the members of `changes` in place of its own; objects are merged.
boost::json::object merged(boost::json::object base, const boost::json::object& changes);

// Lives on: any thread, except stop and start.
class Vitrine {
 public:
  // Ready when this returns. Throws std::runtime_error with its output when it does not become so.
  Vitrine(const TemporaryFolder& home, Setup setup);

  std::uint16_t port() const { return port_; }

  std::uint16_t status_port() const { return status_port_; }

  Process& process() { return *process_; }

  const Setup& setup() const { return setup_; }

  Answer get(const std::string& target, Headers headers = {}) const;
  Answer head(const std::string& target, Headers headers = {}) const;
  // From the port of operators.
  Answer status(const std::string& target, Headers headers = {}) const;
  // Sum of one metric over its label sets; only those whose labels hold `label` ("kind=\"busy\"").
  double metric(std::string_view name, std::string_view label = {}) const;
  // Pictures rendered since the start.
  int renders() const;

  // Politely; throws when it does not exit with 0.
  void stop();
  // Again, in the same folder, after stop.
  void start();
  // Writes the configuration file anew, for the next start or SIGHUP.
  void change(const boost::json::object& changes);
  // After a SIGHUP: its output so far holds the ports of the processes that followed.
  void learn_ports();

 private:
  const TemporaryFolder& home_;
  Setup setup_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
  std::uint16_t status_port_ = 0;
};

}  // namespace vitrine::service
