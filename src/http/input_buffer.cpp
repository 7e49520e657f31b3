#include "http/input_buffer.h"

#include <cstring>
#include <utility>

namespace vitrine::http {

LargeBuffer BufferPool::take() {
  if (spare_.empty()) return std::make_unique_for_overwrite<char[]>(buffer_bytes_);
  auto buffer = std::move(spare_.back());
  spare_.pop_back();
  return buffer;
}

void BufferPool::give_back(LargeBuffer buffer) {
  if (buffer && spare_.size() < kSpareMax) spare_.push_back(std::move(buffer));
}

InputBuffer::~InputBuffer() {
  pool_.give_back(std::move(large_));
  pool_.give_back(std::move(head_));
}

std::span<char> InputBuffer::space() {
  if (empty()) {
    begin_ = end_ = 0;
    if (large_ && !head_kept_) pool_.give_back(std::move(large_));
  } else if (begin_ > 0) {
    std::memmove(data(), data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity() && !large_) move_to(pool_.take());
  return {data() + end_, capacity() - end_};
}

void InputBuffer::keep_head() {
  auto next = pool_.take();
  std::memcpy(next.get(), data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  head_ = std::exchange(large_, std::move(next));
  head_kept_ = true;
}

void InputBuffer::give_up_head() {
  pool_.give_back(std::move(head_));
  head_kept_ = false;
}

void InputBuffer::move_to(LargeBuffer larger) {
  std::memcpy(larger.get(), data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  large_ = std::move(larger);
}

}  // namespace vitrine::http
