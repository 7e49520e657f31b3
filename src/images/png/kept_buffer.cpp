#include "images/png/kept_buffer.h"

namespace vitrine::images {

namespace {

// Under a sanitizer every buffer has its own bounds.
#if __has_feature(address_sanitizer)
constexpr bool kKeeps = false;
#else
constexpr bool kKeeps = true;
#endif

struct Kept {
  std::unique_ptr<std::uint8_t[]> bytes;
  std::size_t size = 0;
};

thread_local Kept kept;

}  // namespace

KeptBuffer::KeptBuffer(std::size_t bytes) {
  if (kept.size >= bytes) {
    bytes_ = std::move(kept.bytes);
    size_ = std::exchange(kept.size, 0);
    return;
  }
  // Not zeroed: whoever wants so much writes it at once.
  bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(bytes);
  size_ = bytes;
}

KeptBuffer& KeptBuffer::operator=(KeptBuffer&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

KeptBuffer::~KeptBuffer() {
  if (!kKeeps || size_ <= kept.size || size_ > kKeptBytesMax) return;
  kept.bytes = std::move(bytes_);
  kept.size = size_;
}

}  // namespace vitrine::images
