#include "http/multipart.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

using ::testing::HasSubstr;

// What came out, as text: "[name|file]bytes" for each part, "." at the end, or "!message".
std::string taken_apart(std::string_view body, const std::vector<std::size_t>& cuts) {
  MultipartReader reader("b", {.parts_max = 3, .head_bytes_max = 200, .field_bytes_max = 20});
  std::string all;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    const auto to = i < cuts.size() ? cuts[i] : body.size();
    auto rest = body.substr(from, to - from);
    from = to;
    for (bool more = false; !more;) {
      const auto step = reader.next(rest);
      if (!step) return all + '!' + step.error().public_message;
      switch (step->event) {
        case MultipartReader::Event::more:
          more = true;
          break;
        case MultipartReader::Event::part:
          all += '[' + reader.head().name + '|' + reader.head().file_name.value_or("-") + ']';
          break;
        case MultipartReader::Event::bytes:
          all += step->bytes;
          break;
        case MultipartReader::Event::part_end:
          all += ';';
          break;
        case MultipartReader::Event::end:
          all += '.';
          break;
      }
    }
  }
  return all;
}

std::string disposed(std::string_view parameters, std::string_view text) {
  return "--b\r\nContent-Disposition: form-data; " + std::string(parameters) + "\r\n\r\n" +
         std::string(text) + "\r\n";
}

struct Row {
  const char* reason;
  std::string body;
  std::string expected;
};

const std::string kImproper = "!The form is not proper multipart/form-data: ";

std::vector<Row> rows() {
  return {
      {"a field and a file",
       disposed("name=a", "1") + disposed("name=\"f\"; filename=\"x.png\"", "PNG") + "--b--\r\n",
       "[a|-]1;[f|x.png]PNG;."},
      {"no parts", "--b--\r\n", "."},
      {"nothing at all", "", ""},
      {"no last boundary", disposed("name=a", "1"), "[a|-]1"},
      {"a preamble and an epilogue",
       "this is\r\n--\r for nobody\r\n" + disposed("name=a", "1") + "--b--\r\nnor\r\n--b\r\n this",
       "[a|-]1;."},
      {"an empty part", disposed("name=a", "") + "--b--", "[a|-];."},
      {"an empty part without an end of line of its own",
       "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--",
       "[a|-];."},
      {"bytes that begin like a boundary",
       disposed("name=a", "\r\n--\r\r\n-\n--b\r\n") + "--b--",
       "[a|-]\r\n--\r\r\n-\n--b\r\n;."},
      {"a part that begins like a boundary", disposed("name=a", "--a") + "--b--", "[a|-]--a;."},
      {"padding behind a boundary",
       "--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--",
       "[a|-]1;."},
      {"other fields, in any case",
       "--b\r\ncontent-type: image/png\r\nCONTENT-DISPOSITION:FORM-DATA;NAME=a\r\n"
       "Content-Transfer-Encoding: binary\r\n\r\n1\r\n--b--",
       "[a|-]1;."},
      {"a path as a name, with and without escapes",
       disposed(R"(name=a; filename="C:\new\\x\".png")", "1") + "--b--",
       "[a|C:\\new\\x\".png]1;."},
      {"quotes and line ends as browsers escape them",
       disposed(R"(name=a; filename="%22x%0D%0ay%41")", "1") + "--b--",
       "[a|\"x  y%41]1;."},
      {"an extended name wins",
       disposed("name=a; filename=x; filename*=utf-8'en'%e2%82%ac%20.png", "1") + "--b--",
       "[a|€ .png]1;."},
      {"an extended name in Latin-1",
       disposed("name=a; filename*=iso-8859-1''na%efve", "1") + "--b--",
       "[a|naïve]1;."},
      {"a name without quotes, as some write it",
       disposed("name=a; filename=my cat.png", "1") + "--b--",
       "[a|my cat.png]1;."},
      {"an empty file name", disposed("name=a; filename=\"\"", "") + "--b--", "[a|];."},
      {"a field of the longest size",
       disposed("name=a", std::string(20, 'x')) + "--b--",
       "[a|-]" + std::string(20, 'x') + ";."},
      {"a file may be longer",
       disposed("name=a; filename=f", std::string(21, 'x')) + "--b--",
       "[a|f]" + std::string(21, 'x') + ";."},
      {"an extended name that is broken",
       disposed("name=a; filename*=utf-8''%e", "1"),
       kImproper + "a filename* is not in UTF-8 or ISO-8859-1"},
      {"an extended name in another charset",
       disposed("name=a; filename*=koi8-r''x", "1"),
       kImproper + "a filename* is not in UTF-8 or ISO-8859-1"},
      {"no name",
       disposed("filename=x", "1"),
       kImproper + "a part has no Content-Disposition with a name"},
      {"two names",
       disposed("name=a; name=b", "1"),
       kImproper + "a part has no Content-Disposition with a name"},
      {"no head",
       "--b\r\n\r\n1\r\n--b--",
       kImproper + "a part has no Content-Disposition with a name"},
      {"an attachment",
       "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n",
       kImproper + "a part has no Content-Disposition with a name"},
      {"another boundary that begins with ours",
       "--b1\r\n",
       kImproper + "a boundary is followed by something else"},
      {"one dash only", "--b-\r\n", kImproper + "a boundary is followed by something else"},
      {"a bare feed in a head",
       "--b\r\nContent-Disposition: form-data; name=a\n\r\n",
       kImproper + "a line of a part ends without a carriage return"},
      {"a line without a name",
       "--b\r\n: x\r\n",
       kImproper + "a line of a part is no header field"},
      {"a folded line",
       "--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n",
       kImproper + "a part has no Content-Disposition with a name"},
      {"an encoding",
       "--b\r\nContent-Transfer-Encoding: base64\r\n",
       kImproper + "a part has a Content-Transfer-Encoding; send it as it is"},
      {"a head that is too long",
       "--b\r\nX: " + std::string(200, 'x') + "\r\n",
       kImproper + "the head of a part is over the limit of 200 bytes"},
      {"a field that is too long",
       disposed("name=a", std::string(21, 'x')),
       "[a|-]" + std::string(20, 'x') + "!The field \"a\" is over the limit of 20 bytes"},
      {"too many parts",
       disposed("name=a", "1") + disposed("name=b", "2") + disposed("name=c", "3") +
           disposed("name=d", "4"),
       "[a|-]1;[b|-]2;[c|-]3;!The form has more than 3 parts"},
  };
}

TEST(Multipart, IsTakenApart) {
  for (const auto& row : rows()) {
    // Bytes of a piece that goes over a limit are not given at all.
    const bool over = row.expected.find("over the limit of 20") != std::string::npos;
    if (!over) EXPECT_EQ(taken_apart(row.body, {}), row.expected) << row.reason;
  }
}

TEST(Multipart, IsTheSameWhereverItIsCut) {
  for (const auto& row : rows()) {
    std::vector<std::size_t> everywhere;
    for (std::size_t cut = 1; cut < row.body.size(); ++cut) everywhere.push_back(cut);
    EXPECT_EQ(taken_apart(row.body, everywhere), row.expected) << row.reason;
    if (row.expected.find("over the limit of 20") != std::string::npos) continue;
    for (const auto cut : everywhere) {
      EXPECT_EQ(taken_apart(row.body, {cut}), row.expected) << row.reason << ", cut at " << cut;
    }
  }
}

TEST(Multipart, EndsOnlyWithItsLastBoundary) {
  const auto body = disposed("name=a", "1") + "--b--";
  for (std::size_t length = 0; length <= body.size(); ++length) {
    MultipartReader reader("b");
    auto rest = std::string_view(body).substr(0, length);
    while (!rest.empty()) ASSERT_TRUE(reader.next(rest));
    EXPECT_EQ(reader.ended(), length == body.size()) << length;
  }
}

TEST(Multipart, ReadsTheBoundary) {
  const std::string longest(70, 'x');

  struct BoundaryRow {
    const char* reason;
    std::string content_type;
    std::string boundary;  // empty: refused
  };

  const std::vector<BoundaryRow> boundary_rows = {
      {"as browsers write it", "multipart/form-data; boundary=----WebKit1a", "----WebKit1a"},
      {"in quotes, in any case", "Multipart/Form-Data; charset=x; BOUNDARY=\"a b?\"", "a b?"},
      {"the longest", "multipart/form-data; boundary=" + longest, longest},
      {"too long", "multipart/form-data; boundary=" + longest + "x", ""},
      {"empty", "multipart/form-data; boundary=\"\"", ""},
      {"none", "multipart/form-data", ""},
      {"a blank at its end", "multipart/form-data; boundary=\"a \"", ""},
      {"a character that is not allowed", "multipart/form-data; boundary=\"a;b\"", ""},
      {"twice", "multipart/form-data; boundary=a; boundary=b", ""},
      {"mixed", "multipart/mixed; boundary=a", ""},
      {"another type", "image/png", ""},
      {"no type", "", ""},
  };
  for (const auto& row : boundary_rows) {
    const auto boundary = multipart_boundary(row.content_type);
    EXPECT_EQ(boundary.value_or(""), row.boundary) << row.reason;
    if (!boundary) EXPECT_EQ(boundary.error().kind, FailureKind::bad_request) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::http
