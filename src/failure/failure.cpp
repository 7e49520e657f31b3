#include "failure/failure.h"

namespace vitrine {

std::string_view name(FailureKind kind) {
  switch (kind) {
    case FailureKind::bad_request:
      return "bad_request";
    case FailureKind::not_allowed:
      return "not_allowed";
    case FailureKind::not_found:
      return "not_found";
    case FailureKind::conflict:
      return "conflict";
    case FailureKind::not_accepted:
      return "not_accepted";
    case FailureKind::too_large:
      return "too_large";
    case FailureKind::unsupported:
      return "unsupported";
    case FailureKind::media_type:
      return "media_type";
    case FailureKind::busy:
      return "busy";
    case FailureKind::upstream:
      return "upstream";
    case FailureKind::timeout:
      return "timeout";
    case FailureKind::unavailable:
      return "unavailable";
  }
  return "unknown";
}

}  // namespace vitrine
