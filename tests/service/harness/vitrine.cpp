#include "service/harness/vitrine.h"

#include <charconv>
#include <csignal>
#include <stdexcept>

#include <boost/json/serialize.hpp>

namespace vitrine::service {
namespace {

constexpr std::string_view kPicturesLine = "vitrine: http://127.0.0.1:";
constexpr std::string_view kStatusLine = "vitrine: status http://127.0.0.1:";

// The number after the last `prefix`; 0 when there is none.
std::uint16_t last_port(const std::string& output, std::string_view prefix) {
  const auto at = output.rfind(prefix);
  std::uint16_t port = 0;
  // Half a line may have arrived, and half a port with it.
  if (at == std::string::npos || output.find('\n', at) == std::string::npos) return port;
  std::from_chars(output.data() + at + prefix.size(), output.data() + output.size(), port);
  return port;
}

}  // namespace

std::filesystem::path vitrine_program() {
  return VITRINE_PROGRAM;
}

boost::json::object base_configuration() {
  return {{"server_port", 0},
          {"status_port", 0},
          {"bind", "127.0.0.1"},
          {"blobs", "file:data/blobs"},
          {"namespaces", boost::json::object{}},
          {"origin_allow_private", {"127.0.0.1"}}};
}

boost::json::object merged(boost::json::object base, const boost::json::object& changes) {
  for (const auto& [key, value] : changes) {
    if (value.is_object() && base.contains(key) && base[key].is_object()) {
      base[key] = merged(base[key].as_object(), value.as_object());
    } else {
      base[key] = value;
    }
  }
  return base;
}

Vitrine::Vitrine(const TemporaryFolder& home, Setup setup) : home_(home), setup_(std::move(setup)) {
  change({});
  start();
}

void Vitrine::change(const boost::json::object& changes) {
  setup_.configuration = merged(setup_.configuration, changes);
  home_.write("config/test.json",
              boost::json::serialize(merged(base_configuration(), setup_.configuration)));
}

void Vitrine::start() {
  Launch launch{.program = vitrine_program(),
                .arguments = {"serve", "-e", "test"},
                .environment = setup_.environment,
                .folder = home_.path(),
                .file_bytes_max = setup_.file_bytes_max,
                .listening = setup_.listening,
                .listening_names = setup_.listening_names};
  launch.arguments.insert(launch.arguments.end(), setup_.arguments.begin(), setup_.arguments.end());
  port_ = 0;
  status_port_ = 0;
  process_ = std::make_unique<Process>(launch);
  eventually([this] {
    learn_ports();
    return (port_ != 0 && status_port_ != 0) || !process_->running();
  });
  if (port_ == 0 || status_port_ == 0) {
    throw std::runtime_error("vitrine is not ready: " + process_->output() + process_->errors());
  }
}

void Vitrine::learn_ports() {
  const auto output = process_->output();
  port_ = last_port(output, kPicturesLine);
  status_port_ = last_port(output, kStatusLine);
}

void Vitrine::stop() {
  process_->signal(SIGTERM);
  const auto code = process_->wait(patiently(Milliseconds{35'000}));
  if (code != 0) {
    throw std::runtime_error("vitrine ends with " + std::to_string(code.value_or(-1)) + ": " +
                             process_->output() + process_->errors());
  }
}

Answer Vitrine::get(const std::string& target, Headers headers) const {
  return ask(port_, {.target = target, .headers = std::move(headers)});
}

Answer Vitrine::head(const std::string& target, Headers headers) const {
  return ask(port_, {.method = "HEAD", .target = target, .headers = std::move(headers)});
}

Answer Vitrine::status(const std::string& target, Headers headers) const {
  return ask(status_port_, {.target = target, .headers = std::move(headers)});
}

double Vitrine::metric(std::string_view name, std::string_view label) const {
  const auto text = status("/metrics").body;
  double sum = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const std::string_view line{text.data() + begin, end - begin};
    begin = end + 1;
    const auto name_end = line.find_first_of("{ ");
    if (name_end == std::string_view::npos || line.substr(0, name_end) != name) continue;
    if (line.find(label) == std::string_view::npos) continue;
    sum += std::stod(std::string{line.substr(line.rfind(' ') + 1)});
  }
  return sum;
}

int Vitrine::renders() const {
  return static_cast<int>(metric("vitrine_delivery_render_seconds_count"));
}

}  // namespace vitrine::service
