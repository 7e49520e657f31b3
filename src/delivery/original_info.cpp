#include "delivery/original_info.h"

#include <utility>

#include "crypto/digest.h"
#include "delivery/original_view.h"

namespace vitrine::delivery {

Result<OriginalInfo> measure(OriginalBytes original, const images::Limits& limits) {
  TRY(const auto view, OriginalView::of(std::move(original)));
  TRY(const auto header, images::read_header(view.bytes(), limits));
  return OriginalInfo{.hash = crypto::md5_hex(view.bytes()),
                      .width = header.width,
                      .height = header.height,
                      .content_type = std::string(header.content_type),
                      .bytes = view.bytes().size()};
}

}  // namespace vitrine::delivery
