// Memory for one picture that its thread keeps for the next: fresh pages cost a tenth of a render.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace vitrine::images {

// Lives on: one thread, which destroys what it made. At most one buffer is kept by each, of at most
// kKeptBytesMax. Its bytes are what they were.
class KeptBuffer {
 public:
  KeptBuffer() = default;
  explicit KeptBuffer(std::size_t bytes);

  KeptBuffer(KeptBuffer&& other) noexcept
      : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

  KeptBuffer& operator=(KeptBuffer&& other) noexcept;
  ~KeptBuffer();

  std::uint8_t* get() { return bytes_.get(); }

  const std::uint8_t* get() const { return bytes_.get(); }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
};

inline constexpr std::size_t kKeptBytesMax = std::size_t{16} << 20;

}  // namespace vitrine::images
