// Uploads that are none: refused, and nothing of them is kept.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/harness/form.h"
#include "service/harness/picture.h"
#include "service/harness/vitrine.h"
#include "service/upload_fixture.h"

namespace vitrine::service {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

using BadUploads = UploadFixture;

TEST_F(BadUploads, HaveSafeNames) {
  const Vitrine vitrine(home_, setup());
  const auto picture = photograph(120, 90);

  struct Row {
    const char* reason;
    std::string name;
    std::string thumbnail;
  };

  const std::vector<Row> rows = {
      {"a path upwards", "../trav.jpg", "/thumbnails/trav.jpg"},
      {"a path of Windows", "C:\\a.jpg", "/thumbnails/a.jpg"},
      {"300 letters", std::string(300, 'x'), "/thumbnails/" + std::string(116, 'x') + ".jpg"},
      {"a mark of direction", "\xe2\x80\xaegpj.jpg", "/thumbnails/gpj.jpg"},
      {"the extension of something else", "x.html", "/thumbnails/x.html.jpg"},
      {"another script", "猫.jpg", "/thumbnails/%E7%8C%AB.jpg"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(uploaded(vitrine, {.bytes = picture, .name = row.name}), row.thumbnail) << row.reason;
    EXPECT_EQ(vitrine.get(row.thumbnail + "?wait=10").status, 200) << row.reason;
  }
  EXPECT_FALSE(fs::exists(home_.path() / "data/trav.jpg"));
  EXPECT_FALSE(fs::exists(home_.path() / "trav.jpg"));
}

TEST_F(BadUploads, ThatAreNoneAreRefusedAndLeaveNothing) {
  const Vitrine vitrine(home_, setup());
  const auto picture = photograph(120, 90);

  struct Row {
    const char* reason;
    Ask ask;
    int status;
    const char* says;
  };

  const auto plain = [](std::string body, std::string type) {
    return Ask{.method = "POST",
               .target = "/upload",
               .headers = {{"Content-Type", std::move(type)}},
               .body = std::move(body)};
  };
  const std::vector<Row> rows = {
      {"no field", form_post(form_field("x", "1") + form_end()), 400, "no file in the field"},
      {"two files",
       form_post(form_file({picture, "a.jpg"}) + form_file({picture, "b.jpg"}) + form_end()),
       400,
       "two fields"},
      {"no file name", form_post(form_field("upload", picture) + form_end()), 400, "no file name"},
      {"not multipart", plain(picture, "image/jpeg"), 400, "multipart/form-data"},
      {"no type at all", plain("upload=x", "application/x-www-form-urlencoded"), 400, "multipart"},
      {"no boundary", plain(picture, "multipart/form-data"), 400, "boundary"},
      {"no body", form_post(""), 400, "cut off"},
      {"0 bytes", upload_of({"", "a.png"}), 400, "empty"},
      {"text named .png", upload_of({"hello", "a.png"}), 415, "is text"},
      {"HTML", upload_of({"<!doctype html><script>1</script>", "a.png"}), 415, "an HTML page"},
      {"SVG with a script",
       upload_of({"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg"}),
       415,
       "an SVG drawing"},
      {"half a picture",
       upload_of({picture.substr(0, picture.size() / 2), "a.jpg"}),
       422,
       "cut off"},
      {"no last boundary", form_post(form_file({picture, "a.jpg"})), 400, "cut off"},
      {"a namespace that is not for uploads",
       form_post(form_field("namespace", "closed") + form_file({picture, "a.jpg"}) + form_end()),
       403,
       "namespace"},
      {"an id that climbs",
       form_post(form_field("namespace", "user/avatar") + form_field("id", "../x") +
                 form_file({picture, "a.jpg"}) + form_end()),
       400,
       "id"},
  };
  for (const auto& row : rows) {
    const auto answer = ask(vitrine.port(), row.ask);
    EXPECT_EQ(answer.status, row.status) << row.reason << ": " << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(row.says)) << row.reason;
  }
  EXPECT_EQ(files_below("uploads"), 0U);
  EXPECT_EQ(files_below("thumbnails"), 0U);
}

TEST_F(BadUploads, OverTheLimitAreRefusedWithoutReadingTheRest) {
  const Vitrine vitrine(home_, setup());
  const auto start = photograph(120, 90);
  {
    Connection connection(vitrine.port());
    connection.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + std::string(kFormType) +
                    "\r\nContent-Length: 22020096\r\nExpect: 100-continue\r\n\r\n");
    const auto answer = connection.read_answer();
    EXPECT_EQ(answer.status, 413) << "21 MB, declared: not even invited";
    EXPECT_TRUE(connection.read_to_end());
  }
  {
    Connection connection(vitrine.port());
    connection.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + std::string(kFormType) +
                    "\r\nTransfer-Encoding: chunked\r\n\r\n");
    auto head = form_file({start, "large.jpg"});
    head.resize(head.size() - 2);
    const auto chunk = [](const std::string& bytes) {
      char size[32];
      std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
      return size + bytes + "\r\n";
    };
    connection.try_send(chunk(head));
    const std::string megabyte(1U << 20, 'x');
    for (int i = 0; i < 21 && connection.try_send(chunk(megabyte)); ++i) {
    }
    EXPECT_EQ(connection.read_answer().status, 413) << "21 MB, in chunks";
    EXPECT_TRUE(connection.read_to_end());
  }
  EXPECT_EQ(files_below("uploads"), 0U);
}

TEST_F(BadUploads, ThatAreCutOffLeaveNothing) {
  const Vitrine vitrine(home_, setup());
  const auto body = form_file({std::string("\xff\xd8\xff") + std::string(600'000, 'x'), "a.jpg"});
  for (const bool reset : {false, true}) {
    Connection connection(vitrine.port());
    connection.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + std::string(kFormType) +
                    "\r\nContent-Length: 900000\r\n\r\n" + body);
    if (reset) {
      connection.reset();
    } else {
      connection.finish_sending();
      EXPECT_EQ(connection.read_to_end(), "") << "a length that was a lie";
    }
  }
  // An upload that comes after them, to its end.
  uploaded(vitrine, {.bytes = photograph(120, 90), .name = "after.jpg"});
  const Deadline deadline(kSoon);
  while (files_below(".tmp") > 0 && !deadline.passed()) {
    vitrine.get("/ping");
  }
  EXPECT_EQ(files_below(".tmp"), 0U);
  EXPECT_EQ(files_below("uploads/files"), 1U);
}

TEST_F(BadUploads, AreBounded) {
  const Vitrine vitrine(home_, setup({{"uploads", 2}}));
  const std::string head =
      "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + std::string(kFormType) +
      "\r\nExpect: 100-continue\r\n"
      "Content-Length: 1000\r\n\r\n";
  std::vector<Connection> open;
  for (int i = 0; i < 2; ++i) {
    open.emplace_back(vitrine.port());
    open.back().send(head);
    EXPECT_EQ(open.back().read_head().status, 100);
  }
  const auto answer =
      ask(vitrine.port(), upload_of({.bytes = photograph(120, 90), .name = "a.jpg"}));
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(answer.has("Retry-After"));
  EXPECT_THAT(answer.body, HasSubstr("2 uploads are under way"));
  EXPECT_EQ(vitrine.metric("vitrine_uploads_total", "busy"), 1);
  open.clear();
  const Deadline deadline(kSoon);
  int status = 503;
  while (status == 503 && !deadline.passed()) {
    status = ask(vitrine.port(), upload_of({.bytes = photograph(120, 90), .name = "a.jpg"})).status;
  }
  EXPECT_EQ(status, 200) << "places that were given back are there again";
}

TEST_F(BadUploads, ThatTheDiskDoesNotTakeAreRefusedAndLeaveNothing) {
  auto small = setup();
  small.file_bytes_max = 2U << 20;
  const Vitrine vitrine(home_, small);
  const auto large = std::string("\xff\xd8\xff") + std::string(3U << 20, 'x');
  const auto answer = ask(vitrine.port(), upload_of({.bytes = large, .name = "a.jpg"}));
  EXPECT_EQ(answer.status, 503) << answer.body;
  EXPECT_TRUE(answer.has("Retry-After"));
  const auto thumbnail = uploaded(vitrine, {.bytes = photograph(120, 90), .name = "a.jpg"});
  EXPECT_EQ(thumbnail, "/thumbnails/a.jpg") << "its name was not taken";
  EXPECT_EQ(vitrine.get(thumbnail + "?wait=10").status, 200);
  EXPECT_EQ(files_below("uploads/files"), 1U);
  EXPECT_EQ(files_below(".tmp"), 0U);
}

TEST_F(BadUploads, ThatCannotBeDecodedSayWhy) {
  const Vitrine vitrine(home_, setup());
  // Its structure is whole, its pixels are not.
  auto picture = photograph(400, 300);
  for (auto at = picture.size() / 2; at < picture.size() - 200; ++at) {
    if (picture[at] != '\xff' && picture[at - 1] != '\xff') picture[at] = '\x55';
  }
  const auto answer = ask(vitrine.port(), upload_of({.bytes = picture, .name = "broken.jpg"}));
  if (answer.status == 422) return;  // found out at once
  ASSERT_EQ(answer.status, 200);
  const auto thumbnail = vitrine.get(member(answer, "thumbnail") + "?wait=20");
  EXPECT_TRUE(thumbnail.status == 422 || thumbnail.status == 200) << thumbnail.body;
}

TEST_F(BadUploads, OfDecompressionBombsAreRefusedAtOnce) {
  const Vitrine vitrine(home_, setup({{"pixels", 10'000}}));
  const auto answer =
      ask(vitrine.port(), upload_of({.bytes = photograph(200, 100), .name = "bomb.jpg"}));
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("10000"));
  EXPECT_EQ(files_below("uploads"), 0U);
}

}  // namespace
}  // namespace vitrine::service
