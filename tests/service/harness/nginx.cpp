#include "service/harness/nginx.h"

#include <csignal>
#include <stdexcept>

#include "service/harness/http_client.h"
#include "service/harness/listener.h"

namespace vitrine::service {
namespace {

std::string configuration(std::uint16_t port) {
  return "daemon off; master_process off; worker_processes 1; pid nginx.pid;\n"
         "error_log error.log; events { worker_connections 512; }\n"
         "http {\n"
         "  types { image/jpeg jpg; image/png png; image/webp webp; image/avif avif;\n"
         "          image/gif gif; text/html html; }\n"
         "  log_format plain '$status $uri;'; access_log access.log plain;\n"
         "  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;\n"
         "  uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n"
         "  server {\n"
         "    listen 127.0.0.1:" +
         std::to_string(port) +
         "; root files;\n"
         "    location /photographs/ { alias /usr/share/backgrounds/; }\n"
         "  }\n"
         "}\n";
}

}  // namespace

std::uint16_t free_port() {
  return listen_on_loopback().port;
}

bool listening(std::uint16_t port) {
  try {
    const Connection connection{port};
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

Nginx::Nginx() {
  std::filesystem::create_directories(folder_.path() / "files");
  // Between our asking for a free port and nginx taking it, somebody else may have taken it.
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (start()) return;
  }
  throw std::runtime_error("nginx does not start: " + process_->errors());
}

bool Nginx::start() {
  port_ = free_port();
  folder_.write("nginx.conf", configuration(port_));
  process_ = std::make_unique<Process>(Launch{
      .program = "/usr/sbin/nginx",
      .arguments = {"-p", folder_.path().string(), "-c", "nginx.conf", "-e", "error.log"},
      .folder = folder_.path(),
  });
  return eventually([this] { return listening(port_) || !process_->running(); }) &&
         process_->running();
}

std::string Nginx::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string{path};
}

void Nginx::put(const std::string& name, std::string_view bytes) const {
  folder_.write(std::filesystem::path{"files"} / name, bytes);
}

void Nginx::remove(const std::string& name) const {
  std::filesystem::remove(folder_.path() / "files" / name);
}

void Nginx::stop() {
  process_->signal(SIGTERM);
  process_->wait();
}

int Nginx::fetches(std::string_view path) const {
  // It writes its log after an answer, but before it begins with another one.
  if (process_->running()) ask(port_, {.target = "/in-the-log"});
  const auto log = contents(folder_.path() / "access.log");
  const auto line_end = " " + std::string{path} + ";\n";
  int count = 0;
  for (auto at = log.find(line_end); at != std::string::npos; at = log.find(line_end, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace vitrine::service
