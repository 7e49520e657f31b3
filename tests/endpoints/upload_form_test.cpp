#include "endpoints/upload_form.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

const std::string kPng = "\x89PNG\r\n\x1a\n" + std::string(600, 'p');
const std::string kLarge = "\x89PNG\r\n\x1a\n" + std::string(2000, 'p');

std::string field(std::string_view name, std::string_view value) {
  return "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
         std::string(value) + "\r\n";
}

std::string file(std::string_view bytes,
                 std::string_view name = "cat.png",
                 std::string_view of = "upload") {
  return "--b\r\nContent-Disposition: form-data; name=\"" + std::string(of) + "\"; filename=\"" +
         std::string(name) + "\"\r\nContent-Type: image/png\r\n\r\n" + std::string(bytes) + "\r\n";
}

const std::string kEnd = "--b--\r\n";

struct Row {
  const char* reason;
  std::string body;
  FailureKind kind;
  std::string message;
};

constexpr auto kWrong = FailureKind::bad_request;
constexpr auto kType = FailureKind::media_type;

std::vector<Row> refused_rows() {
  const auto taken = [](const std::string& what) {
    return "The file is " + what + "; JPEG, PNG, WebP, AVIF and GIF pictures are taken";
  };
  return {
      {"no field", kEnd, kWrong, "The form has no file in the field \"upload\""},
      {"another field",
       field("x", "1") + kEnd,
       kWrong,
       "The form has no file in the field \"upload\""},
      {"two files",
       file(kPng) + file(kPng) + kEnd,
       kWrong,
       "The form has two fields \"upload\"; send one file at a time"},
      {"a file in another field",
       file(kPng, "a.png", "file") + kEnd,
       kWrong,
       "The form has a file in another field than \"upload\""},
      {"no file name",
       field("upload", kPng) + kEnd,
       kWrong,
       "The field \"upload\" is no file: it has no file name"},
      {"no file chosen", file("", "") + kEnd, kWrong, "No file was chosen: its name is empty"},
      {"0 bytes", file("") + kEnd, kWrong, "The file is empty"},
      {"cut off in the file",
       file(kPng),
       kWrong,
       "The form is cut off: its last boundary is missing"},
      {"nothing", "", kWrong, "The form is cut off: its last boundary is missing"},
      {"too large",
       file(kLarge) + kEnd,
       FailureKind::too_large,
       "The file is over the limit of 1024 bytes"},
      {"text named .png", file("hello there") + kEnd, kType, taken("text")},
      {"long text", file(std::string(900, 'x')) + kEnd, kType, taken("text")},
      {"a page", file("  <!DOCTYPE html><p>") + kEnd, kType, taken("an HTML page")},
      {"a page with a script",
       file("<script>alert(1)</script>") + kEnd,
       kType,
       taken("an HTML page")},
      {"a drawing with a script",
       file("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>") + kEnd,
       kType,
       taken("an SVG drawing")},
      {"a document", file("%PDF-1.7 and so on") + kEnd, kType, taken("a PDF document")},
      {"an archive", file(std::string("PK\3\4\0\0\0", 7)) + kEnd, kType, taken("a ZIP archive")},
      {"a telephone's picture",
       file(std::string("\0\0\0\x18"
                        "ftypheic\0\0\0\0",
                        16)) +
           kEnd,
       kType,
       taken("an HEIC picture")},
      {"another picture", file(std::string("BM\0\0\0\0", 6)) + kEnd, kType, taken("a BMP picture")},
      {"text that begins as a picture does", file("BMW is a car") + kEnd, kType, taken("text")},
      {"a shell script", file("#!/bin/sh\n") + kEnd, kType, taken("a script")},
      {"noise",
       file(std::string("\1\2\3\0\4", 5)) + kEnd,
       kType,
       taken("no picture that is known here")},
      {"one byte", file("x") + kEnd, kType, taken("text")},
      {"a namespace that takes none",
       field("namespace", "products") + file(kPng) + kEnd,
       FailureKind::not_allowed,
       "The namespace is none that may be uploaded to"},
      {"the same behind the file",
       file(kPng) + field("namespace", "x") + kEnd,
       FailureKind::not_allowed,
       "The namespace is none that may be uploaded to"},
      {"a namespace without an id",
       field("namespace", "user") + file(kPng) + kEnd,
       kWrong,
       "The form has a namespace and no id of the original in it"},
      {"an id without a namespace",
       field("id", "7") + file(kPng) + kEnd,
       kWrong,
       "The form has an id and no namespace"},
      {"two ids",
       field("id", "7") + field("id", "8") + file(kPng) + kEnd,
       kWrong,
       "The form has the field \"id\" twice"},
      {"an id that leaves the namespace",
       field("id", "../7") + file(kPng) + kEnd,
       kWrong,
       "The id \"../7\" has the segment \"..\"; segments may not be empty, '.', '..' or contain a "
       "backslash"},
      {"an id that is no text",
       field("id", "a\x01") + file(kPng) + kEnd,
       kWrong,
       "The id is no plain UTF-8 text"},
  };
}

const UploadRules kRules{.file_bytes_max = 1024, .spaces = {"user", "shop/photos"}};

Result<void> taken_in_pieces(UploadForm& form, std::string_view body, std::size_t piece) {
  while (!body.empty()) {
    TRY_VOID(form.take(body.substr(0, piece)));
    body.remove_prefix(std::min(piece, body.size()));
  }
  return form.complete();
}

TEST(UploadForm, RefusesWhatIsNotOneHoweverItIsCut) {
  for (const auto& row : refused_rows()) {
    for (const std::size_t piece : {1U, 7U, 100U, 100'000U}) {
      UploadForm form("b", kRules);
      const auto taken = taken_in_pieces(form, row.body, piece);
      ASSERT_FALSE(taken) << row.reason;
      EXPECT_EQ(taken.error().kind, row.kind) << row.reason;
      EXPECT_EQ(taken.error().public_message, row.message) << row.reason;
    }
  }
}

TEST(UploadForm, TakesItsFieldsInAnyOrder) {
  const std::vector<std::string> bodies = {
      field("namespace", "shop/photos") + field("id", "a/b") + file(kPng) + kEnd,
      file(kPng) + field("id", "a/b") + field("namespace", "shop/photos") + kEnd,
      field("id", "a/b") + file(kPng) + field("other", "x") + field("namespace", "shop/photos") +
          kEnd,
  };
  for (const auto& body : bodies) {
    for (const std::size_t piece : {1U, 64U, 100'000U}) {
      UploadForm form("b", kRules);
      ASSERT_TRUE(taken_in_pieces(form, body, piece)) << body;
      EXPECT_EQ(form.waiting(), kPng);
      EXPECT_EQ(form.file_name(), "cat.png");
      EXPECT_EQ(form.format(), images::Format::png);
      ASSERT_TRUE(form.target());
      EXPECT_EQ(form.target()->space, "shop/photos");
      EXPECT_EQ(form.target()->id, "a/b");
    }
  }
}

TEST(UploadForm, PassesOverFieldsThatWereLeftEmpty) {
  UploadForm form("b", kRules);
  ASSERT_TRUE(form.take(field("namespace", "") + field("id", "") + file(kPng) + kEnd));
  EXPECT_TRUE(form.complete());
  EXPECT_FALSE(form.target());
}

TEST(UploadForm, GivesTheBytesAwayAsTheyCome) {
  UploadForm form("b", kRules);
  const auto body = file(kPng);
  const auto half = body.find("ppp") + 100;
  ASSERT_TRUE(form.take(std::string_view(body).substr(0, half)));
  const std::string first(form.waiting());
  EXPECT_GT(first.size(), 50U);
  form.taken();
  ASSERT_TRUE(form.take(std::string_view(body).substr(half)));
  EXPECT_EQ(first + std::string(form.waiting()), kPng);
}

TEST(UploadForm, TakesAFileOfExactlyTheLimit) {
  for (const std::size_t more : {0U, 1U}) {
    UploadForm form("b", kRules);
    const auto taken = taken_in_pieces(form, file(kLarge.substr(0, 1024 + more)) + kEnd, 100'000);
    EXPECT_EQ(taken.has_value(), more == 0) << more;
  }
}

}  // namespace
}  // namespace vitrine::endpoints
