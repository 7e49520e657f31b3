#include "endpoints/picture_name.h"

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

using images::Fit;
using images::Format;

struct Understood {
  std::string_view file;
  Fit fit;
  std::uint32_t width;
  std::uint32_t height;
  Format format;
  int quality;
};

TEST(PictureName, UnderstandsEveryFormOfTheInterface) {
  const Understood rows[] = {
      {"w500.jpg", Fit::width, 500, 0, Format::jpeg, 75},
      {"w500.jpeg", Fit::width, 500, 0, Format::jpeg, 75},
      {"h400.png", Fit::height, 0, 400, Format::png, 75},
      {"x400.webp", Fit::cover, 400, 400, Format::webp, 75},
      {"300x400.avif", Fit::cover, 300, 400, Format::avif, 75},
      {"full_size.gif", Fit::full_size, 0, 0, Format::gif, 75},
      {"w500-q10.jpg", Fit::width, 500, 0, Format::jpeg, 10},
      {"x50-c60.jpg", Fit::cover, 50, 50, Format::jpeg, 60},
      {"300x400-q100.jpg", Fit::cover, 300, 400, Format::jpeg, 100},
      {"full_size-q1.webp", Fit::full_size, 0, 0, Format::webp, 1},
  };
  for (const auto& row : rows) {
    const auto name = parse_picture_file(row.file, 75);
    ASSERT_TRUE(name) << row.file << ": " << name.error().public_message;
    EXPECT_EQ(name->recipe.fit, row.fit) << row.file;
    EXPECT_EQ(name->recipe.width, row.width) << row.file;
    EXPECT_EQ(name->recipe.height, row.height) << row.file;
    EXPECT_EQ(name->recipe.format, row.format) << row.file;
    EXPECT_EQ(name->recipe.quality, row.quality) << row.file;
    EXPECT_FALSE(name->automatic) << row.file;
  }
}

TEST(PictureName, LeavesTheFormatOfAutoOpen) {
  const auto name = parse_picture_file("w500-q70.auto", 75);
  ASSERT_TRUE(name);
  EXPECT_TRUE(name->automatic);
  EXPECT_EQ(name->extension, "auto");
  EXPECT_EQ(name->recipe.quality, 70);
}

TEST(PictureName, RefusesWhatIsNoPictureNameAndSaysSo) {
  const std::string_view rows[] = {"",
                                   ".",
                                   ".jpg",
                                   "w500",
                                   "w500.",
                                   "w500.pdf",
                                   "w500.JPG",
                                   "w500.jpg/",
                                   "random.jpg",
                                   "w.jpg",
                                   "w0.jpg",
                                   "w-5.jpg",
                                   "w5e2.jpg",
                                   "w500-q0.jpg",
                                   "w500-q101.jpg",
                                   "x.jpg",
                                   "300x.jpg",
                                   "w500-.jpg",
                                   "w99999999999999.jpg",
                                   "w500 .jpg",
                                   "<b>.jpg",
                                   "w500-q10-q20.jpg"};
  for (const auto file : rows) {
    const auto name = parse_picture_file(file, 75);
    ASSERT_FALSE(name) << file;
    EXPECT_FALSE(name.error().public_message.empty()) << file;
  }
}

TEST(PictureName, AllowsTheMaximumAndRefusesOneMore) {
  PicturesConfig config;
  config.width_max = 1000;
  config.height_max = 800;
  config.extensions = {"jpg", "webp"};

  struct Row {
    std::string_view file;
    std::optional<FailureKind> refusal;
  };

  const Row rows[] = {
      {"w1000.jpg", std::nullopt},
      {"w1001.jpg", FailureKind::not_accepted},
      {"h800.jpg", std::nullopt},
      {"h801.jpg", FailureKind::not_accepted},
      {"x801.jpg", FailureKind::not_accepted},
      {"1000x800.webp", std::nullopt},
      {"1000x801.webp", FailureKind::not_accepted},
      {"full_size.jpg", std::nullopt},
      {"w10.png", FailureKind::not_found},
      {"w10.jpeg", FailureKind::not_found},
      {"w10.auto", std::nullopt},
  };
  for (const auto& row : rows) {
    const auto name = parse_picture_file(row.file, 75);
    ASSERT_TRUE(name) << row.file;
    const auto allowed = check_allowed(*name, config);
    EXPECT_EQ(allowed.has_value(), !row.refusal) << row.file;
    if (row.refusal) EXPECT_EQ(allowed.error().kind, *row.refusal) << row.file;
  }
}

TEST(PictureName, NamesTheAllowedExtensionsAndTheMaximum) {
  PicturesConfig config;
  config.extensions = {"jpg", "webp"};
  const auto wrong = check_allowed(*parse_picture_file("w10.png", 75), config);
  EXPECT_NE(wrong.error().public_message.find("jpg, webp"), std::string::npos);
  const auto wide = check_allowed(*parse_picture_file("w1001.jpg", 75), config);
  EXPECT_NE(wide.error().public_message.find("1001"), std::string::npos);
  EXPECT_NE(wide.error().public_message.find("1000"), std::string::npos);
}

struct Chosen {
  const char* why;
  std::string_view accept;
  std::vector<std::string> extensions;
  Format format;
};

TEST(ChooseFormat, TakesTheSmallestFormatThatTheBrowserNames) {
  const std::vector<std::string> all = {"jpg", "png", "webp", "avif"};
  const Chosen rows[] = {
      {"no header", "", all, Format::jpeg},
      {"curl", "*/*", all, Format::jpeg},
      {"a family is not a promise", "image/*", all, Format::jpeg},
      {"Chromium",
       "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
       all,
       Format::avif},
      {"older Chromium", "image/webp,image/apng,image/*,*/*;q=0.8", all, Format::webp},
      {"avif not served here", "image/avif,image/webp,*/*", {"jpg", "webp"}, Format::webp},
      {"only jpeg served here", "image/avif,image/webp,*/*", {"jpg"}, Format::jpeg},
      {"avif refused by name", "image/avif;q=0,image/webp", all, Format::webp},
      {"the higher q wins", "image/avif;q=0.5,image/webp;q=0.9", all, Format::webp},
      {"jpeg preferred by name", "image/jpeg,image/webp;q=0.5", all, Format::jpeg},
      {"none of ours", "text/html", all, Format::jpeg},
  };
  for (const auto& row : rows) {
    const http::HeaderField fields[] = {{"Accept", row.accept}};
    http::Request request;
    request.headers = fields;
    EXPECT_EQ(choose_format(request, row.extensions), row.format) << row.why;
  }
}

}  // namespace
}  // namespace vitrine::endpoints
