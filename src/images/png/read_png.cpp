#include "images/png/read_png.h"

#include <algorithm>
#include <string>

#include "images/png/zlib_stream.h"
#include "images/survey/byte_reader.h"

namespace vitrine::images {

namespace {

// Keeps numbers of samples and weights in bounds; nothing that people send is longer.
constexpr std::uint32_t kSideMax = 65'535;

std::uint8_t byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : chunks_(bytes) {}

  std::optional<PngFile> read() {
    constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
    if (chunks_.take(kSignature.size()) != kSignature) return std::nullopt;
    if (!next() || type_ != "IHDR" || !read_header()) return std::nullopt;
    do {
      if (!next() || !read_chunk()) return std::nullopt;
    } while (type_ != "IEND");
    if (compressed().empty() || (is_palette() && file_.colours == 0)) return std::nullopt;
    const auto size = (file_.row_bytes() + 1) * file_.size.height;
    auto inflated = inflate_exactly(compressed(), size, kRowSlack);
    if (!inflated) return std::nullopt;
    file_.inflated = std::move(*inflated);
    return std::move(file_);
  }

 private:
  bool is_palette() const { return file_.samples == PngSamples::palette; }

  // One chunk is the common case, and is not copied.
  std::string_view compressed() const { return joined_.empty() ? first_ : joined_; }

  // False at the end, and where the checksum is wrong.
  bool next() {
    const auto length = chunks_.be32();
    const auto body = chunks_.take(std::uint64_t{length} + 4);
    const auto checksum = chunks_.be32();
    if (chunks_.cut() || checksum != crc_of(body)) return false;
    type_ = body.substr(0, 4);
    data_ = body.substr(4);
    return true;
  }

  bool read_header() {
    ByteReader header(data_);
    file_.size = {header.be32(), header.be32()};
    const bool eight_bits = header.u8() == 8;
    const auto colour_type = header.u8();
    const bool as_standard = header.u8() == 0 && header.u8() == 0;
    const bool one_pass = header.u8() == 0;
    if (header.cut() || !header.at_end() || !eight_bits || !as_standard || !one_pass) return false;
    return set_samples(colour_type) && is_small_enough();
  }

  bool set_samples(std::uint8_t colour_type) {
    struct Row {
      std::uint8_t colour_type;
      PngSamples samples;
    };

    constexpr std::array<Row, 5> kRows = {{{0, PngSamples::grey},
                                           {2, PngSamples::rgb},
                                           {3, PngSamples::palette},
                                           {4, PngSamples::grey_alpha},
                                           {6, PngSamples::rgba}}};
    const auto* const found = std::ranges::find(kRows, colour_type, &Row::colour_type);
    if (found == kRows.end()) return false;
    file_.samples = found->samples;
    return true;
  }

  bool is_small_enough() const {
    const auto [width, height] = file_.size;
    if (width == 0 || height == 0 || width > kSideMax || height > kSideMax) return false;
    return (file_.row_bytes() + 1) * height <= kInflatedBytesMax;
  }

  bool read_chunk() {
    if (type_ == "IDAT") return read_pixels();
    done_ = done_ || !first_.empty();
    if (type_ == "PLTE") return !is_palette() || (first_.empty() && read_palette());
    if (type_ == "tRNS") return is_palette() && first_.empty() && read_transparency();
    if (type_ == "IEND") return data_.empty();
    // Of a name that begins with a small letter whoever does not know it may pass over it.
    constexpr std::uint8_t kSmall = 0x20;
    return (byte_at(type_, 0) & kSmall) != 0;
  }

  // Chunks of pixels follow each other.
  bool read_pixels() {
    if (done_) return false;
    if (first_.empty()) {
      first_ = data_;
    } else {
      if (joined_.empty()) {
        joined_.reserve(chunks_.left() + first_.size() + data_.size());
        joined_ = first_;
      }
      joined_ += data_;
    }
    return true;
  }

  bool read_palette() {
    if (file_.colours > 0 || data_.empty() || data_.size() % 3 != 0 || data_.size() > 3 * 256U) {
      return false;
    }
    file_.colours = data_.size() / 3;
    for (std::size_t i = 0; i < file_.colours; ++i) {
      file_.palette[i] = {
          byte_at(data_, 3 * i), byte_at(data_, 3 * i + 1), byte_at(data_, 3 * i + 2), 255};
    }
    return true;
  }

  bool read_transparency() {
    if (file_.palette_has_alpha || data_.empty() || data_.size() > file_.colours) return false;
    file_.palette_has_alpha = true;
    for (std::size_t i = 0; i < data_.size(); ++i) file_.palette[i][3] = byte_at(data_, i);
    return true;
  }

  ByteReader chunks_;
  PngFile file_;
  std::string_view type_;
  std::string_view data_;
  std::string_view first_;
  std::string joined_;
  // Pixels have ended.
  bool done_ = false;
};

}  // namespace

std::optional<PngFile> read_png(std::string_view bytes) {
  return Reader(bytes).read();
}

}  // namespace vitrine::images
