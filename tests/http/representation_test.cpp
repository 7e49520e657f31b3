#include <vector>

#include <gtest/gtest.h>

#include "http/response.h"

namespace vitrine::http {
namespace {

const Representation kPicture = {
    .etag = "\"v1\"",
    .modified = WallTime{std::chrono::seconds(784'111'777)},
    .content_type = "image/webp",
    .cache_control = "public, max-age=60",
    .vary_accept = true,
};

constexpr std::string_view kSharedLines =
    "ETag: \"v1\"\r\n"
    "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
    "Cache-Control: public, max-age=60\r\n"
    "Vary: Accept\r\n";

Response answer(const std::vector<HeaderField>& fields,
                Method method = Method::get,
                Body body = std::string("0123456789")) {
  Request request;
  request.method = method;
  request.headers = fields;
  return representation_response(request, kPicture, std::move(body));
}

TEST(Representation, IsWholeWithItsHeaders) {
  const auto response = answer({});
  EXPECT_EQ(response.status(), 200);
  EXPECT_EQ(
      response.header_lines(),
      "Content-Type: image/webp\r\n" + std::string(kSharedLines) + "Accept-Ranges: bytes\r\n");
  EXPECT_EQ(memory_of(response.body()), "0123456789");
}

TEST(Representation, LeavesOutWhatItDoesNotKnow) {
  const Representation bare = {
      .etag = "\"v1\"", .modified = {}, .content_type = "image/png", .cache_control = {}};
  const auto response = representation_response(Request(), bare, StaticText{"x"});
  EXPECT_EQ(response.header_lines(),
            "Content-Type: image/png\r\nETag: \"v1\"\r\nAccept-Ranges: bytes\r\n");
}

TEST(Representation, IsNotSentToWhoHasIt) {
  const auto response = answer({{"If-None-Match", "\"v1\""}, {"Range", "bytes=0-1"}});
  EXPECT_EQ(response.status(), 304);
  EXPECT_EQ(response.header_lines(), kSharedLines);
  EXPECT_EQ(response.body_bytes(), 0);
}

TEST(Representation, IsNotSentToWhoWantsAnother) {
  EXPECT_EQ(answer({{"If-Match", "\"v2\""}}).status(), 412);
}

TEST(Representation, IsCutToOneRange) {
  struct Row {
    const char* reason;
    std::vector<HeaderField> fields;
    int status;
    std::string_view body;
    std::string_view content_range;
  };

  const Row rows[] = {
      {"the middle", {{"Range", "bytes=2-4"}}, 206, "234", "bytes 2-4/10"},
      {"the end", {{"Range", "bytes=-2"}}, 206, "89", "bytes 8-9/10"},
      {"from", {{"Range", "bytes=7-"}}, 206, "789", "bytes 7-9/10"},
      {"several are answered whole", {{"Range", "bytes=0-1,4-5"}}, 200, "0123456789", ""},
      {"nonsense is overlooked", {{"Range", "bytes=x"}}, 200, "0123456789", ""},
      {"If-Range agrees",
       {{"Range", "bytes=0-0"}, {"If-Range", "\"v1\""}},
       206,
       "0",
       "bytes 0-0/10"},
      {"If-Range does not",
       {{"Range", "bytes=0-0"}, {"If-Range", "\"v0\""}},
       200,
       "0123456789",
       ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto response = answer(row.fields);
    EXPECT_EQ(response.status(), row.status);
    EXPECT_EQ(memory_of(response.body()), row.body);
    if (!row.content_range.empty()) {
      EXPECT_TRUE(response.header_lines().contains(
          "Content-Range: " + std::string(row.content_range) + "\r\n"));
      EXPECT_TRUE(response.header_lines().contains(kSharedLines));
    } else {
      EXPECT_FALSE(response.header_lines().contains("Content-Range"));
    }
  }
}

TEST(Representation, RefusesARangeOutside) {
  const auto response = answer({{"Range", "bytes=10-"}});
  EXPECT_EQ(response.status(), 416);
  EXPECT_TRUE(response.header_lines().contains("Content-Range: bytes */10\r\n"));
}

TEST(Representation, HasRangesForGetOnly) {
  EXPECT_EQ(answer({{"Range", "bytes=0-1"}}, Method::head).status(), 200);
}

TEST(Representation, CutsEveryKindOfBody) {
  const auto shared = share("0123456789");
  const auto file = std::make_shared<const OpenFile>(OpenFile{.fd = UniqueFd(), .bytes = 100});
  const std::vector<HeaderField> fields = {{"Range", "bytes=2-4"}};

  EXPECT_EQ(memory_of(answer(fields, Method::get, StaticText{"0123456789"}).body()), "234");
  EXPECT_EQ(memory_of(answer(fields, Method::get, ByteSlice{shared, *shared}).body()), "234");
  const auto response = answer(fields, Method::get, FileSlice{file, 50, 10});
  const auto& slice = std::get<FileSlice>(response.body());
  EXPECT_EQ(slice.offset, 52);
  EXPECT_EQ(slice.bytes, 3);
}

TEST(HeadResponse, NeedsNoBody) {
  Request request;
  request.method = Method::head;
  const auto known = head_response(request, kPicture, 70'000);
  EXPECT_EQ(known.status(), 200);
  EXPECT_EQ(known.head_length(), 70'000);
  EXPECT_EQ(head_response(request, kPicture, std::nullopt).head_length(), std::nullopt);

  const std::vector<HeaderField> fields = {{"If-None-Match", "\"v1\""}};
  request.headers = fields;
  EXPECT_EQ(head_response(request, kPicture, 70'000).status(), 304);
}

}  // namespace
}  // namespace vitrine::http
