#include "images/steps/steps.h"

namespace vitrine::images {

using vips::VImage;

VImage in_memory(const VImage& image, const Deadline& deadline) {
  deadline.check();
  // A node of its own, so that nothing else sees the watch.
  const VImage node = image.copy();
  const Watch watch(node, deadline);
  std::size_t bytes = 0;
  void* pixels = node.write_to_memory(&bytes);
  return VImage::new_from_memory_steal(
             pixels, bytes, node.width(), node.height(), node.bands(), node.format())
      .copy(VImage::option()->set("interpretation", node.interpretation()));
}

}  // namespace vitrine::images
