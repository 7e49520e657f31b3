#include "delivery/naming.h"

#include <cstddef>

#include "crypto/digest.h"

namespace vitrine::delivery {

namespace {

constexpr std::size_t kVersionDigits = 16;

std::string sha256_hex(std::string_view text) {
  return crypto::hex(crypto::sha256(text));
}

}  // namespace

std::string source_id(std::string_view source_key) {
  return sha256_hex(source_key);
}

std::string fingerprint_of_bytes(std::string_view original) {
  return sha256_hex(original);
}

std::string fingerprint_of_file(std::string_view source_key, const origin::Validators& validators) {
  std::string facts(source_key);
  facts += '\n' + validators.etag + '\n' + validators.last_modified;
  return sha256_hex(facts);
}

std::string version_of(std::string_view fingerprint, const images::Limits& limits) {
  std::string facts(fingerprint);
  facts += '\n';
  facts += images::kEncoderVersion;
  // What one of them shows the other one may refuse.
  if (limits.corrupt == images::Corrupt::refuse) facts += "\nwhole and sound";
  if (!limits.planar) facts += "\nnot planar";
  return sha256_hex(facts).substr(0, kVersionDigits);
}

// A line break is in no key.
std::string result_key(std::string_view source_key, std::string_view item) {
  std::string key(source_key);
  key += '\n';
  key += item;
  return key;
}

std::string result_name(std::string_view version, const images::Recipe& recipe) {
  std::string name(version);
  name += '-';
  name += images::canonical_name(recipe);
  return name;
}

std::string etag_of(std::string_view result_name) {
  std::string etag = "\"";
  etag += result_name;
  etag += '"';
  return etag;
}

}  // namespace vitrine::delivery
