#include "crypto/digest.h"

#include <stdexcept>
#include <utility>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace vitrine::crypto {

namespace {

// OpenSSL refuses only when its provider is missing or memory is gone: the machine is broken.
void must(bool done, const char* what) {
  if (!done) [[unlikely]]
    throw std::runtime_error(std::string("OpenSSL cannot compute ") + what);
}

// Fetched once: a lookup by name costs more than the digest of a short message.
const EVP_MD* algorithm_sha256() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> fetched(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  return fetched.get();
}

template <class Digest>
Digest digest_of(std::string_view bytes, const EVP_MD* algorithm, const char* what) {
  Digest digest;
  must(algorithm != nullptr &&
           EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm, nullptr) == 1,
       what);
  return digest;
}

std::string_view text(const auto& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  return digest_of<Sha256>(bytes, algorithm_sha256(), "SHA-256");
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) {
  Sha256 digest;
  must(HMAC(algorithm_sha256(),
            key.data(),
            static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(message.data()),
            message.size(),
            digest.data(),
            nullptr) != nullptr,
       "HMAC-SHA-256");
  return digest;
}

std::string md5_hex(std::string_view bytes) {
  return hex(text(digest_of<std::array<std::uint8_t, 16>>(bytes, EVP_md5(), "MD5")));
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string written;
  written.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    written.push_back(kDigits[value >> 4U]);
    written.push_back(kDigits[value & 0x0FU]);
  }
  return written;
}

std::string hex(const Sha256& digest) {
  return hex(text(digest));
}

struct Sha256Stream::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  must(state_->context != nullptr &&
           EVP_DigestInit_ex2(state_->context.get(), algorithm_sha256(), nullptr) == 1,
       "SHA-256");
}

Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::add(std::string_view bytes) {
  must(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1, "SHA-256");
}

Sha256 Sha256Stream::finish() {
  Sha256 digest;
  must(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1, "SHA-256");
  // Ready for the next message, so that a forgotten restart cannot mix two.
  must(EVP_DigestInit_ex2(state_->context.get(), nullptr, nullptr) == 1, "SHA-256");
  return digest;
}

}  // namespace vitrine::crypto
