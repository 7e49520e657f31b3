#include "endpoints/upload_claim.h"

#include <gtest/gtest.h>

#include "endpoints/upload_places.h"

namespace vitrine::endpoints {
namespace {

TEST(UploadClaim, IsReadAsItWasWritten) {
  for (const auto& claim :
       {UploadClaim{"uploads/files/ab/abcd", "job"}, UploadClaim{"uploads/files/ab/abcd", ""}}) {
    EXPECT_EQ(parse_claim(text_of(claim)), claim);
  }
  for (const char* broken : {"", "\n", "a", "a\n", "a\nb", "../a\nb\n", "a\nb\nc\n", "a\nb\n\n"}) {
    EXPECT_FALSE(parse_claim(broken)) << broken;
  }
}

TEST(UploadPlaces, AreBlobNamesWhateverIsPutIntoThem) {
  for (const auto* text : {"", "../..", "a/b", "猫.png", "\n"}) {
    EXPECT_TRUE(blobs::is_blob_name(name_place(text))) << text;
    EXPECT_TRUE(blobs::is_blob_name(thumbnail_place(text))) << text;
    EXPECT_TRUE(blobs::is_blob_name(original_place(text, text))) << text;
  }
  EXPECT_TRUE(blobs::is_blob_name(file_place(crypto::sha256("x"))));
  EXPECT_NE(original_place("a", "b"), original_place("b", "a"));
}

}  // namespace
}  // namespace vitrine::endpoints
