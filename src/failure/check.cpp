#include "failure/check.h"

#include <stdexcept>
#include <string>

namespace vitrine {

void check_failed(const char* what, const std::source_location& where) {
  throw std::logic_error(std::string(where.file_name()) + ":" + std::to_string(where.line()) +
                         ": " + what);
}

}  // namespace vitrine
