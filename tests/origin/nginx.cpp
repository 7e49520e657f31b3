#include "origin/nginx.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace vitrine::testing {

namespace {

// Bound and listening here and inherited by nginx, so that connections wait for it to start and no
// other process can take the port meanwhile.
std::pair<UniqueFd, std::uint16_t> listen_on_free_port() {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof(address);
  if (!socket || ::bind(socket.get(), plain, size) != 0 || ::listen(socket.get(), 64) != 0 ||
      ::getsockname(socket.get(), plain, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "listen");
  }
  return {std::move(socket), ntohs(address.sin_port)};
}

pid_t start(std::vector<std::string> command, const std::string& inherited) {
  std::vector<char*> arguments;
  for (auto& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t process = ::fork();
  // kill(-1) would end every process that may be signalled.
  if (process < 0) throw std::runtime_error("cannot fork");
  if (process != 0) return process;
  // Not left behind when the test is killed.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setenv("NGINX", inherited.c_str(), 1);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

void run(const std::vector<std::string>& command) {
  int status = 0;
  ::waitpid(start(command, ""), &status, 0);
  if (status != 0) throw std::runtime_error(command.front() + " failed");
}

// With a master process: without one, nginx crashes on sockets that it inherits.
constexpr const char* kConfiguration = R"(
daemon off;
user root;
worker_processes 1;
pid {0}/pid;
error_log {0}/error.log;
events {{ worker_connections 64; }}
http {{
  log_format short '$request_method $uri $status $connection $connection_requests';
  access_log {0}/access.log short;
  client_body_temp_path {0}/t1; proxy_temp_path {0}/t2; fastcgi_temp_path {0}/t3;
  uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;
  types {{ image/jpeg jpg; }}
  server {{
    listen 127.0.0.1:{1};
    listen 127.0.0.1:{2} ssl;
    ssl_certificate {0}/certificate.pem;
    ssl_certificate_key {0}/key.pem;
    root {0}/www;
    location = /moved.jpg {{ return 301 /cat.jpg; }}
  }}
}}
)";

}  // namespace

Nginx::Nginx() {
  std::tie(listening_, port_) = listen_on_free_port();
  std::tie(listening_tls_, tls_port_) = listen_on_free_port();
  const auto folder = folder_.path().native();
  run({"/usr/bin/openssl",
       "req",
       "-x509",
       "-newkey",
       "ec",
       "-pkeyopt",
       "ec_paramgen_curve:P-256",
       "-nodes",
       "-days",
       "1",
       "-subj",
       "/CN=127.0.0.1",
       "-addext",
       "subjectAltName=IP:127.0.0.1",
       "-keyout",
       folder + "/key.pem",
       "-out",
       folder + "/certificate.pem"});
  const auto file = folder_.write(
      "nginx.conf", fmt::format(fmt::runtime(kConfiguration), folder, port_, tls_port_));
  std::filesystem::create_directory(folder_.path() / "www");
  process_ =
      start({"/usr/sbin/nginx", "-p", folder, "-e", folder + "/error.log", "-c", file.native()},
            fmt::format("{};{};", listening_.get(), listening_tls_.get()));
  listening_.reset();
  listening_tls_.reset();
}

Nginx::~Nginx() {
  stop();
}

std::string Nginx::url(const std::string& path) const {
  return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

std::string Nginx::tls_url(const std::string& path) const {
  return fmt::format("https://127.0.0.1:{}{}", tls_port_, path);
}

void Nginx::stop() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  int status = 0;
  ::waitpid(std::exchange(process_, -1), &status, 0);
}

}  // namespace vitrine::testing
