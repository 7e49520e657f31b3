// What info.json says about an original.
#pragma once

#include <cstdint>
#include <string>

#include "delivery/original.h"
#include "failure/result.h"
#include "images/render.h"

namespace vitrine::delivery {

struct OriginalInfo {
  std::string hash;  // MD5, hex, as S3 had it
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::string content_type;
  std::uint64_t bytes = 0;
};

// Reads every byte: on a pool's thread. Fails as images::read_header does.
Result<OriginalInfo> measure(OriginalBytes original, const images::Limits& limits);

}  // namespace vitrine::delivery
