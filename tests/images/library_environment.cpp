#include "images/library_environment.h"

#include <cstdlib>
#include <optional>
#include <string_view>

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
  auto switched = limits;
  const char* const planar = std::getenv("VITRINE_TEST_PLANAR");
  if (planar != nullptr && std::string_view(planar) == "off") switched.planar = false;
  return render(original, recipe, switched, nobody_cancels);
}

}  // namespace vitrine::images
