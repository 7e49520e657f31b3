#include "redis_server/redis_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <utility>

#include "runtime/unique_fd.h"
#include "service/harness/patience.h"

namespace vitrine::testing {

namespace {

// Somebody else may take it before Redis does.
std::uint16_t free_port() {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), generic, length) != 0 ||
      ::getsockname(socket.get(), generic, &length) != 0) {
    throw std::runtime_error("no free port");
  }
  return ntohs(address.sin_port);
}

}  // namespace

RedisServer::RedisServer(RedisServerOptions options) : options_(std::move(options)) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    port_ = free_port();
    launch();
    if (ready()) return;
    kill();
  }
  throw std::runtime_error("redis-server does not start: " +
                           contents(folder_.path() / "redis.log"));
}

RedisServer::~RedisServer() {
  kill();
}

store::redis::RedisAddress RedisServer::address() const {
  return {.host = "127.0.0.1", .port = port_, .password = options_.password};
}

void RedisServer::launch(const std::vector<std::string>& more) {
  std::vector<std::string> words{"redis-server",
                                 "--port",
                                 std::to_string(port_),
                                 "--bind",
                                 "127.0.0.1",
                                 "--dir",
                                 folder_.path().native(),
                                 "--logfile",
                                 "redis.log",
                                 "--save",
                                 "",
                                 "--appendonly",
                                 options_.keeps_data ? "yes" : "no"};
  if (!options_.password.empty()) {
    words.insert(words.end(), {"--requirepass", options_.password});
  }
  words.insert(words.end(), more.begin(), more.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("cannot fork");
  if (process_ > 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

// False when it has ended.
bool RedisServer::ready() {
  bool ended = false;
  const bool came = service::eventually([&] {
    int status = 0;
    ended = ::waitpid(process_, &status, WNOHANG) == process_;
    if (ended) process_ = -1;
    return ended || ask({"PING"}) == "PONG";
  });
  return came && !ended;
}

void RedisServer::kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(std::exchange(process_, -1), nullptr, 0);
}

void RedisServer::start_loading() {
  launch();
  if (!ready()) throw std::runtime_error("redis-server does not come back");
  // More than the interval below for each key, and nothing that Redis could compress.
  std::mt19937 random(1);  // NOLINT: the same each time
  std::string value(1500, ' ');
  for (int i = 0; i < 300; ++i) {
    for (char& c : value) c = static_cast<char>('!' + random() % 90);
    ask({"SET", "key" + std::to_string(i), value});
  }
  ask({"BGREWRITEAOF"});
  const bool written = service::eventually([this] {
    return ask({"INFO", "persistence"}).contains("aof_rewrite_in_progress:0\r\n") &&
           ask({"INFO", "persistence"}).contains("aof_rewrite_scheduled:0\r\n");
  });
  if (!written) throw std::runtime_error("redis-server does not write its file");
  kill();
  // Twenty milliseconds for each key, and a look at its clients in between.
  launch({"--key-load-delay", "20000", "--loading-process-events-interval-bytes", "1024"});
  if (!service::eventually([this] { return ask({"PING"}).contains("LOADING"); })) {
    throw std::runtime_error("redis-server does not load");
  }
}

void RedisServer::break_disk() {
  // A folder that is not empty stands where its file would be.
  std::filesystem::create_directories(folder_.path() / "dump.rdb" / "in the way");
  ask({"CONFIG", "SET", "save", "3600 1000000"});
  ask({"BGSAVE"});
  const bool broken = service::eventually(
      [this] { return ask({"INFO", "persistence"}).contains("rdb_last_bgsave_status:err"); });
  if (!broken) throw std::runtime_error("redis-server can still save");
}

void RedisServer::mend_disk() {
  std::filesystem::remove_all(folder_.path() / "dump.rdb");
  ask({"CONFIG", "SET", "save", ""});
}

void RedisServer::start() {
  launch();
  if (!ready()) throw std::runtime_error("redis-server does not come back");
}

void RedisServer::remember() {
  std::filesystem::copy(folder_.path() / "appendonlydir",
                        folder_.path() / "remembered",
                        std::filesystem::copy_options::recursive);
}

void RedisServer::roll_back() {
  std::filesystem::remove_all(folder_.path() / "appendonlydir");
  std::filesystem::rename(folder_.path() / "remembered", folder_.path() / "appendonlydir");
}

void RedisServer::pause() {
  ::kill(process_, SIGSTOP);
  int status = 0;
  ::waitpid(process_, &status, WUNTRACED);
}

void RedisServer::resume() {
  ::kill(process_, SIGCONT);
}

std::string RedisServer::ask(const store::redis::Command& command) {
  store::redis::Connection connection(address(), {});
  if (const auto opened = connection.open(); !opened) return "error: " + opened.error().detail;
  const auto reply = connection.call(command);
  return reply ? std::string(reply->text()) : "error: " + reply.error().detail;
}

bool RedisServer::answers(const store::redis::Command& command, const std::string& expected) {
  return service::eventually([&] { return ask(command) == expected; });
}

}  // namespace vitrine::testing
