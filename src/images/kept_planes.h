// Where a render looks for what the original was decoded to before, and leaves it.
#pragma once

#include <string_view>

namespace vitrine::images {

class PlanesCache;

struct KeptPlanes {
  // Null: nothing is kept.
  PlanesCache* cache = nullptr;
  // A name of the original that no other bytes have.
  std::string_view original = {};
};

}  // namespace vitrine::images
