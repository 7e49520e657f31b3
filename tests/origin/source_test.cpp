#include "origin/source.h"

#include <gtest/gtest.h>

namespace vitrine::origin {
namespace {

TEST(Source, HasAKeyThatTellsKindsOfOriginApart) {
  EXPECT_EQ((Source{.kind = SourceKind::http, .address = "https://cdn/x.jpg", .root = {}}.key()),
            "http https://cdn/x.jpg");
  EXPECT_EQ((Source{.kind = SourceKind::file, .address = "/srv/x.jpg", .root = "/srv"}.key()),
            "file /srv/x.jpg");
  EXPECT_EQ((Source{.kind = SourceKind::blob, .address = "x.jpg", .root = {}}.key()), "blob x.jpg");
}

}  // namespace
}  // namespace vitrine::origin
