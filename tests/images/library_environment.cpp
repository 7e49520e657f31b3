#include "images/library_environment.h"

#include <optional>

#include <gtest/gtest.h>

namespace vitrine::images {

namespace {

std::optional<Library> running;

class LibraryEnvironment final : public testing::Environment {
 public:
  void SetUp() override { running.emplace("test_images"); }

  void TearDown() override { running.reset(); }
};

// GoogleTest owns it from here on.
const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new LibraryEnvironment);

}  // namespace

Library& library() {
  return running.value();
}

Result<Encoded> rendered(std::string_view original, const Recipe& recipe, const Limits& limits) {
  const std::atomic<bool> nobody_cancels{false};
  return render(original, recipe, limits, nobody_cancels);
}

}  // namespace vitrine::images
