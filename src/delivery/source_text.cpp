#include "delivery/source_text.h"

#include <string_view>

namespace vitrine::delivery {

std::string source_text(const origin::Source& source) {
  if (source.kind != origin::SourceKind::http) return source.address;
  std::string_view address = source.address;
  address = address.substr(0, address.find_first_of("?#"));
  const auto scheme_end = address.find("://");
  if (scheme_end == std::string_view::npos) return std::string(address);
  const auto host = scheme_end + 3;
  const auto at = address.substr(0, address.find('/', host)).rfind('@');
  if (at == std::string_view::npos) return std::string(address);
  return std::string(address.substr(0, host)).append(address.substr(at + 1));
}

}  // namespace vitrine::delivery
