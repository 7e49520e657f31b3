// The bytes of one connection that have arrived and are not used up yet. An idle connection owns 1
// KiB, which nearly every head fits in; what needs more borrows a large buffer of its shard and
// gives it back when it is empty.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace vitrine::http {

using LargeBuffer = std::unique_ptr<char[]>;

// Lives on: its loop.
class BufferPool {
 public:
  explicit BufferPool(std::size_t buffer_bytes) : buffer_bytes_(buffer_bytes) {}

  std::size_t buffer_bytes() const { return buffer_bytes_; }

  LargeBuffer take();
  // Keeps a few, frees the others.
  void give_back(LargeBuffer buffer);

 private:
  static constexpr std::size_t kSpareMax = 16;
  const std::size_t buffer_bytes_;
  std::vector<LargeBuffer> spare_;
};

// Lives on: its loop.
class InputBuffer {
 public:
  explicit InputBuffer(BufferPool& pool) : pool_(pool) {}

  ~InputBuffer();
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;

  std::string_view view() const { return {data() + begin_, end_ - begin_}; }

  bool empty() const { return begin_ == end_; }

  void use_up(std::size_t bytes) { begin_ += bytes; }

  // Where to read next: never empty, unless a large buffer is full. What is in view() may move.
  std::span<char> space();

  void arrived(std::size_t bytes) { end_ += bytes; }

  // Leaves the bytes that are used up where they are until give_up_head(), and goes on elsewhere
  // with the others: views of a head stay valid while its chunked body is read.
  void keep_head();

  bool head_kept() const { return head_kept_; }

  void give_up_head();

 private:
  static constexpr std::size_t kInlineBytes = 1024;

  char* data() { return large_ ? large_.get() : inline_.data(); }

  const char* data() const { return large_ ? large_.get() : inline_.data(); }

  std::size_t capacity() const { return large_ ? pool_.buffer_bytes() : kInlineBytes; }

  void move_to(LargeBuffer larger);

  BufferPool& pool_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  LargeBuffer large_;
  LargeBuffer head_;  // the large buffer that a kept head is in
  bool head_kept_ = false;
  std::array<char, kInlineBytes> inline_;
};

}  // namespace vitrine::http
