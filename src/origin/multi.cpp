#include "origin/multi.h"

#include <mutex>
#include <stdexcept>

#include "failure/check.h"

namespace vitrine::origin {

namespace {

void prepare_curl() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      throw std::runtime_error("libcurl cannot be started");
    }
  });
}

void must(CURLMcode code) {
  check(code == CURLM_OK, curl_multi_strerror(code));
}

}  // namespace

// One socket of libcurl's. The descriptor is borrowed: libcurl closes it, so it is released, never
// closed, before libcurl does so.
struct Multi::Watch {
  using Descriptor = boost::asio::posix::basic_stream_descriptor<Executor>;

  Watch(const Executor& executor, curl_socket_t watched)
      : socket(watched), descriptor(executor, watched) {}

  ~Watch() { descriptor.release(); }

  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  const curl_socket_t socket;
  Descriptor descriptor;
  bool wants_in = false;
  bool wants_out = false;
  bool waits_in = false;
  bool waits_out = false;
  bool removed = false;
};

struct Multi::Calls {
  static int socket(
      CURL* /*easy*/, curl_socket_t socket, int events, void* self, void* /*unused*/) {
    static_cast<Multi*>(self)->watch(socket, events);
    return 0;
  }

  static int timer(CURLM* /*multi*/, long milliseconds, void* self) {
    static_cast<Multi*>(self)->wake_after(milliseconds);
    return 0;
  }
};

Multi::Multi(const Executor& executor, long idle_connections_max)
    : executor_(executor), timer_(executor) {
  prepare_curl();
  multi_ = curl_multi_init();
  check(multi_ != nullptr, "curl_multi_init");
  must(curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Calls::socket));
  must(curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this));
  must(curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Calls::timer));
  must(curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this));
  must(curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, idle_connections_max));
}

Multi::~Multi() {
  curl_multi_cleanup(multi_);
}

void Multi::add(CURL* easy, Listener& listener) {
  check(curl_easy_setopt(easy, CURLOPT_PRIVATE, &listener) == CURLE_OK, "CURLOPT_PRIVATE");
  must(curl_multi_add_handle(multi_, easy));
}

void Multi::remove(CURL* easy) {
  curl_multi_remove_handle(multi_, easy);
}

void Multi::watch(curl_socket_t socket, int events) {
  if (events == CURL_POLL_REMOVE) {
    const auto gone = watches_.extract(socket);
    if (gone.empty()) return;
    gone.mapped()->removed = true;
    gone.mapped()->descriptor.release();
    return;
  }
  auto& watch = watches_[socket];
  if (!watch) watch = std::make_shared<Watch>(executor_, socket);
  watch->wants_in = (events & CURL_POLL_IN) != 0;
  watch->wants_out = (events & CURL_POLL_OUT) != 0;
  wait(watch);
}

void Multi::wait(const std::shared_ptr<Watch>& watch) {
  using boost::asio::posix::descriptor_base;
  if (watch->wants_in && !watch->waits_in) {
    watch->waits_in = true;
    watch->descriptor.async_wait(descriptor_base::wait_read, [this, watch](const auto& /*error*/) {
      watch->waits_in = false;
      if (watch->wants_in) ready(watch, CURL_CSELECT_IN);
    });
  }
  if (watch->wants_out && !watch->waits_out) {
    watch->waits_out = true;
    watch->descriptor.async_wait(descriptor_base::wait_write, [this, watch](const auto& /*error*/) {
      watch->waits_out = false;
      if (watch->wants_out) ready(watch, CURL_CSELECT_OUT);
    });
  }
}

// libcurl finds out about errors itself, by reading and writing.
void Multi::ready(const std::shared_ptr<Watch>& watch, int events) {
  if (watch->removed) return;
  act(watch->socket, events);
  if (!watch->removed) wait(watch);
}

void Multi::wake_after(long milliseconds) {
  if (milliseconds < 0) {
    timer_.cancel();
    return;
  }
  // Also for 0: libcurl must not be called from its own callback.
  timer_.expires_after(std::chrono::milliseconds{milliseconds});
  timer_.async_wait([this](const auto& error) {
    if (!error) act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void Multi::act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, socket, events, &running);
  int left = 0;
  while (const auto* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Listener* listener = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &listener);
    listener->ended(message->data.result);
  }
}

}  // namespace vitrine::origin
