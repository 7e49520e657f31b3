// The header lines of an answer, in the order they were added: a few hundred bytes in place, more
// on the heap. Moving and copying touch only what is used.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace vitrine::http {

class HeaderLines {
 public:
  HeaderLines() = default;

  HeaderLines(const HeaderLines& other)
      : used_(other.used_),
        spilled_(other.spilled_ ? std::make_unique<std::string>(*other.spilled_) : nullptr) {
    std::memcpy(inline_.data(), other.inline_.data(), used_);
  }

  HeaderLines(HeaderLines&& other) noexcept
      : used_(other.used_), spilled_(std::move(other.spilled_)) {
    std::memcpy(inline_.data(), other.inline_.data(), used_);
  }

  HeaderLines& operator=(const HeaderLines& other) {
    if (this != &other) *this = HeaderLines(other);
    return *this;
  }

  HeaderLines& operator=(HeaderLines&& other) noexcept {
    used_ = other.used_;
    spilled_ = std::move(other.spilled_);
    std::memmove(inline_.data(), other.inline_.data(), used_);
    return *this;
  }

  ~HeaderLines() = default;

  // "name: value\r\n". Nothing is checked here.
  void append(std::string_view name, std::string_view value);

  std::string_view view() const {
    return spilled_ ? std::string_view(*spilled_) : std::string_view(inline_.data(), used_);
  }

 private:
  static constexpr std::size_t kInlineBytes = 512;

  std::uint16_t used_ = 0;
  // Holds every line once they outgrow the inline buffer.
  std::unique_ptr<std::string> spilled_;
  std::array<char, kInlineBytes> inline_;
};

}  // namespace vitrine::http
