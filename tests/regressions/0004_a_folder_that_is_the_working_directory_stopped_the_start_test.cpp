// A namespace whose origin was "file:{id}.jpg" stopped the start with an error that named neither
// the namespace nor the setting, because the path in front of {id} is empty.
#include <filesystem>

#include <gtest/gtest.h>

#include "endpoints/namespaces.h"

namespace vitrine::endpoints {
namespace {

TEST(Regression, AFolderMayBeTheWorkingDirectory) {
  const Namespace space({.name = "shop", .origin = "file:{id}.jpg"}, 80);
  const auto source = space.source("a");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->root, std::filesystem::current_path().string());
  EXPECT_EQ(source->address, (std::filesystem::current_path() / "a.jpg").string());
}

}  // namespace
}  // namespace vitrine::endpoints
