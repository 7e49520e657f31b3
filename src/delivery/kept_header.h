// The head of a kept original: lines of text, an empty line, then the bytes as the origin sent
// them.
//
//   vitrine original 1
//   sha256: 9f86d081…            of the bytes
//   bytes: 123456                how many follow the empty line
//   checked: 1700000000          when the origin last said that it is right, in seconds since 1970
//   modified: 1690000000         when it changed, as far as is known
//   etag: "abc"                  as the origin sent it, for the next question; may be absent
//   last-modified: Sun, 06 …     likewise
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "origin/origins.h"
#include "runtime/clock.h"

namespace vitrine::delivery {

struct KeptHeader {
  std::string fingerprint;
  std::uint64_t bytes = 0;
  WallTime checked;
  WallTime modified;
  origin::Validators validators;
};

// A head is never longer; validators that would make it so are left out when it is written.
inline constexpr std::size_t kKeptHeaderBytesMax = 4096;

std::string write_kept_header(const KeptHeader& header);

struct ParsedKeptHeader {
  KeptHeader header;
  // Where the bytes of the original begin.
  std::size_t offset = 0;
};

// From the first bytes of a file. Absent for anything that write_kept_header() could not have
// begun. Unknown lines are skipped.
std::optional<ParsedKeptHeader> parse_kept_header(std::string_view start);

}  // namespace vitrine::delivery
