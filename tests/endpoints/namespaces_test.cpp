#include "endpoints/namespaces.h"

#include <filesystem>
#include <stdexcept>

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

Namespace made(std::string origin) {
  return Namespace({.name = "product/image", .origin = std::move(origin)}, 80);
}

TEST(Namespace, PutsTheIdIntoAWebAddressAndEncodesIt) {
  const auto space = made("http://127.0.0.1:8100/products/{id}/original.jpg?v=1");

  struct Row {
    std::string_view id;
    std::string_view address;
  };

  const Row rows[] = {
      {"10855050", "http://127.0.0.1:8100/products/10855050/original.jpg?v=1"},
      {"a/b", "http://127.0.0.1:8100/products/a/b/original.jpg?v=1"},
      {"ä b", "http://127.0.0.1:8100/products/%C3%A4%20b/original.jpg?v=1"},
      {"x?y#z", "http://127.0.0.1:8100/products/x%3Fy%23z/original.jpg?v=1"},
      {"50%", "http://127.0.0.1:8100/products/50%25/original.jpg?v=1"},
      {"@evil", "http://127.0.0.1:8100/products/%40evil/original.jpg?v=1"},
  };
  for (const auto& row : rows) {
    const auto source = space.source(row.id);
    ASSERT_TRUE(source) << row.id;
    EXPECT_EQ(source->kind, origin::SourceKind::http);
    EXPECT_EQ(source->address, row.address);
  }
}

TEST(Namespace, TakesFoldersFromTheWorkingDirectory) {
  const auto source = made("file:avatars/{id}.png").source("7");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->kind, origin::SourceKind::file);
  EXPECT_EQ(source->root, (std::filesystem::current_path() / "avatars").string());
  EXPECT_EQ(source->address, (std::filesystem::current_path() / "avatars/7.png").string());
}

TEST(Namespace, KeepsABlobsNameAsItIs) {
  const auto source = made("blobs:uploads/{id}").source("abc");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->kind, origin::SourceKind::blob);
  EXPECT_EQ(source->address, "uploads/abc");
}

TEST(Namespace, RefusesIdsThatCouldLeaveIt) {
  const auto space = made("file:/srv/pictures/{id}.jpg");
  const std::string long_id(1025, 'a');
  const std::string_view rows[] = {"",
                                   ".",
                                   "..",
                                   "../etc/passwd",
                                   "a/../b",
                                   "a/./b",
                                   "a//b",
                                   "/a",
                                   "a/",
                                   "a\\b",
                                   "..\\a",
                                   long_id};
  for (const auto id : rows) {
    const auto source = space.source(id);
    ASSERT_FALSE(source) << id;
    EXPECT_EQ(source.error().kind, FailureKind::bad_request) << id;
  }
}

TEST(Namespace, RefusesOriginsThatMakeNoSense) {
  const char* rows[] = {"",
                        "http://host/original.jpg",
                        "http://{id}/x.jpg",
                        "ftp://host/{id}",
                        "{id}",
                        "http://host/{id}/{id}.jpg",
                        "/srv/{id}.jpg"};
  for (const auto* origin : rows) EXPECT_THROW(made(origin), std::runtime_error) << origin;
}

TEST(Namespace, ReadsItsPopularSizesWithItsOwnOptions) {
  const Namespace space({.name = "a",
                         .origin = "file:/x/{id}",
                         .enlarge = true,
                         .popular = {"w500.webp", "x200-q60.jpg"}},
                        80);
  const auto popular = space.popular();
  ASSERT_EQ(popular->size(), 2U);
  EXPECT_EQ(images::canonical_name((*popular)[0]).substr(0, 4), "w500");
  EXPECT_TRUE((*popular)[0].enlarge);
  EXPECT_EQ((*popular)[1].quality, 60);
}

TEST(Namespace, NamesAPopularSizeThatIsNone) {
  for (const char* size : {"w500.pdf", "big.jpg", "w500.auto"}) {
    try {
      const Namespace space({.name = "a", .origin = "file:/x/{id}", .popular = {size}}, 80);
      ADD_FAILURE() << size << " was taken";
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(size), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace vitrine::endpoints
