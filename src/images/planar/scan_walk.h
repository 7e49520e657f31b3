// Through the minimum coded units of a scan, in order, with its restart marks. What is done with a
// block is the channel's.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "images/deadline.h"
#include "images/planar/jpeg_header.h"
#include "images/planar/scan_reader.h"

namespace vitrine::images {

// A Channel is one component on its way to its planes. It has `across` and `down`, the blocks that
// a unit has of it, `bool decode_block(BitReader&, column, row)`, false for what is no JPEG of
// ours, and `restart()`.
//
// Lives on: one job.
template <typename Channel>
class ScanWalk {
 public:
  explicit ScanWalk(const JpegHeader& header) : header_(header), reader_(header.scan) {}

  void add(Channel channel) { channels_.push_back(std::move(channel)); }

  // False unless the scan is exactly what the header promises. VError when the deadline passes.
  bool decode(const Deadline& deadline) {
    for (std::uint32_t row = 0; row < header_.units_down(); ++row) {
      deadline.check();
      if (!decode_row(row)) return false;
    }
    return reader_.finished();
  }

 private:
  bool decode_row(std::uint32_t row) {
    const auto columns = header_.units_across();
    for (std::uint32_t column = 0; column < columns; ++column) {
      if (!begin_unit()) return false;
      for (auto& channel : channels_) {
        if (!decode_unit(channel, column, row)) return false;
      }
    }
    // A reader that has run out goes on with bits that mean nothing, but not for longer than a row.
    return !reader_.overrun();
  }

  bool decode_unit(Channel& channel, std::uint32_t column, std::uint32_t row) {
    for (std::uint32_t y = 0; y < channel.down; ++y) {
      for (std::uint32_t x = 0; x < channel.across; ++x) {
        const auto block_column = column * channel.across + x;
        if (!channel.decode_block(reader_.bits(), block_column, row * channel.down + y))
          return false;
      }
    }
    return true;
  }

  bool begin_unit() {
    if (header_.restart_interval != 0) {
      if (left_ == 0) {
        if (!reader_.next_interval()) return false;
        left_ = header_.restart_interval;
        for (auto& channel : channels_) channel.restart();
      }
      --left_;
    }
    return reader_.prepare_unit();
  }

  const JpegHeader& header_;
  ScanReader reader_;
  std::vector<Channel> channels_;
  // Units until the next restart mark.
  std::uint32_t left_ = header_.restart_interval;
};

}  // namespace vitrine::images
