#include "origin/source.h"

namespace vitrine::origin {

std::string Source::key() const {
  switch (kind) {
    case SourceKind::http:
      return "http " + address;
    case SourceKind::file:
      return "file " + address;
    case SourceKind::blob:
      return "blob " + address;
    case SourceKind::drawn:
      return "drawn " + address;
  }
  return address;
}

}  // namespace vitrine::origin
