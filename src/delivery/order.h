// One picture as it was ordered: which original, made how. A value.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "images/recipe.h"
#include "origin/source.h"

namespace vitrine::delivery {

struct Order {
  origin::Source source;
  images::Recipe recipe;
  // Sizes to make in the background when this original is new; shared by a namespace, may be null.
  std::shared_ptr<const std::vector<images::Recipe>> popular;
};

// Several pictures of one original.
struct SiblingOrder {
  origin::Source source;
  std::vector<images::Recipe> recipes;
};

}  // namespace vitrine::delivery
