// AVIF: boxes `size type data` in boxes. Sizes of the images in a file are `ispe` properties in
// meta/iprp/ipco. We take the largest width and the largest height of all of them as what a decoder
// may have to fill; which image is shown, and turned how, is left to libheif.
#include <algorithm>

#include "images/survey/broken.h"
#include "images/survey/byte_reader.h"
#include "images/survey/survey.h"

namespace vitrine::images {

namespace {

struct Box {
  std::string_view type;
  std::string_view data;
};

// The next box; an empty type at the end. Leaves the reader `cut` when the box is longer than what
// holds it.
Box next_box(ByteReader& reader) {
  if (reader.at_end()) return {};
  std::uint64_t size = reader.be32();
  const auto type = reader.take(4);
  std::uint64_t header = 8;
  if (size == 1) {
    size = reader.be64();
    header = 16;
  }
  // 0 means to the end of what holds it.
  if (size == 0) size = header + reader.left();
  // A box smaller than its own header: there is no sane way on.
  return {type, reader.take(size < header ? reader.left() + 1 : size - header)};
}

std::string_view find_box(std::string_view data, std::string_view type) {
  ByteReader reader(data);
  for (auto box = next_box(reader); !box.type.empty(); box = next_box(reader)) {
    if (box.type == type) return box.data;
  }
  return {};
}

void read_sizes(std::string_view properties, Survey& survey) {
  ByteReader reader(properties);
  for (auto box = next_box(reader); !box.type.empty(); box = next_box(reader)) {
    if (box.type != "ispe") continue;
    ByteReader size(box.data);
    size.skip(4);
    survey.width = std::max(survey.width, size.be32());
    survey.height = std::max(survey.height, size.be32());
  }
}

}  // namespace

Result<Survey> survey_avif(std::string_view bytes) {
  Survey survey{.format = Format::avif};
  bool has_pixels = false;
  ByteReader reader(bytes);
  for (auto box = next_box(reader); !box.type.empty(); box = next_box(reader)) {
    has_pixels = has_pixels || box.type == "mdat";
    if (box.type != "meta" || box.data.size() < 4) continue;
    const auto meta = box.data.substr(4);
    read_sizes(find_box(find_box(meta, "iprp"), "ipco"), survey);
    has_pixels = has_pixels || !find_box(meta, "idat").empty();
  }
  if (reader.cut() || !has_pixels) return cut_off("AVIF ends before its data");
  if (survey.width == 0 || survey.height == 0) return broken("AVIF without a size");
  return survey;
}

}  // namespace vitrine::images
