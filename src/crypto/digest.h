// Digests and message authentication (OpenSSL). Pure functions; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vitrine::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view message);
// Lower-case hex of the MD5: the `hash` of info.json, as the S3 image server had it. Not for
// security.
std::string md5_hex(std::string_view bytes);

std::string hex(std::string_view bytes);
std::string hex(const Sha256& digest);

// SHA-256 of bytes that arrive in pieces. Lives on: one job. A moved-from one may only be assigned
// to.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void add(std::string_view bytes);
  // Starts over: what is added afterwards is another message.
  Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vitrine::crypto
