#include "endpoints/dashboard_pack.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

#include "http/field_value.h"

// The file that CMake names, between two symbols.
// NOLINTNEXTLINE(hicpp-no-assembler)
asm(R"(
  .pushsection .rodata
  .balign 16
  .global kVitrineDashboardBegin
kVitrineDashboardBegin:
  .incbin ")" VITRINE_DASHBOARD_PACK R"("
  .global kVitrineDashboardEnd
kVitrineDashboardEnd:
  .byte 0
  .popsection
)");

extern "C" {
extern const char kVitrineDashboardBegin[];
extern const char kVitrineDashboardEnd[];
}

namespace vitrine::endpoints {

namespace {

[[noreturn]] void broken(std::string_view line) {
  throw std::logic_error("The packed dashboard is broken at: " + std::string(line));
}

std::size_t number(std::string_view text, std::string_view line) {
  std::size_t value = 0;
  const auto* const begin = text.begin();
  const auto* const end = text.end();
  const auto read = std::from_chars(begin, end, value);
  if (read.ec != std::errc() || read.ptr != end) broken(line);
  return value;
}

// "offset,size", or "-".
std::string_view slice(std::string_view place, std::string_view bytes, std::string_view line) {
  if (place == "-") return {};
  auto rest = place;
  const auto offset = number(http::next_part(rest, ','), line);
  const auto size = number(rest, line);
  if (offset > bytes.size() || size > bytes.size() - offset) broken(line);
  return bytes.substr(offset, size);
}

PackedFile file_of(std::string_view line, std::string_view bytes) {
  std::array<std::string_view, 6> fields;
  auto rest = line;
  for (auto& field : fields) {
    const auto end = std::min(rest.find('\t'), rest.size());
    field = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (field.empty()) broken(line);
  }
  if (!rest.empty()) broken(line);
  return {.path = fields[0],
          .type = fields[1],
          .digest = fields[2],
          .plain = slice(fields[3], bytes, line),
          .brotli = slice(fields[4], bytes, line),
          .gzip = slice(fields[5], bytes, line)};
}

}  // namespace

std::vector<PackedFile> unpack(std::string_view pack) {
  if (pack.empty()) return {};
  const auto head_end = pack.find("\n\n");
  if (head_end == std::string_view::npos) broken(pack.substr(0, 80));
  const auto bytes = pack.substr(head_end + 2);
  std::vector<PackedFile> files;
  for (auto rest = pack.substr(0, head_end); !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    files.push_back(file_of(rest.substr(0, end), bytes));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return files;
}

std::string_view built_dashboard() {
  return {kVitrineDashboardBegin,
          static_cast<std::size_t>(kVitrineDashboardEnd - kVitrineDashboardBegin)};
}

}  // namespace vitrine::endpoints
