// Rows of samples that are made when they are first asked for, and kept as long as they may be
// asked for again: those who ask go down.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine::images {

class RowWindow {
 public:
  // At most `rows` rows are asked for at a time, each `stride` samples long.
  RowWindow(std::size_t rows, std::size_t stride)
      : rows_(rows),
        spare_(spare_of(stride)),
        stride_(stride),
        samples_((rows + spare_) * stride) {}

  // Rows `first` and the following, one after another. `first` never gets smaller. `make_row(y,
  // samples)` makes row y: every one once, in order.
  template <typename MakeRow>
  const std::int16_t* from(std::size_t first, MakeRow make_row) {
    // Rows that nobody asks for are made, too, as those below may depend on them.
    for (; end_ < first + rows_; ++end_) {
      if (end_ - begin_ == rows_ + spare_) move_up(std::min(first, end_));
      make_row(end_, at(end_));
    }
    return at(first);
  }

  std::size_t stride() const { return stride_; }

 private:
  // Rows are moved up once for so many.
  static std::size_t spare_of(std::size_t stride) {
    constexpr std::size_t kSpareSamples = 200'000;
    return std::clamp<std::size_t>(kSpareSamples / stride, 1, 32);
  }

  std::int16_t* at(std::size_t row) { return samples_.data() + (row - begin_) * stride_; }

  void move_up(std::size_t first) {
    std::copy(at(first), at(end_), samples_.data());
    begin_ = first;
  }

  std::size_t rows_;
  std::size_t spare_;
  std::size_t stride_;
  std::vector<std::int16_t> samples_;
  // Rows that are there.
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace vitrine::images
