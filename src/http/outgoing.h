// What one flush sends: bytes of the shard's out buffer, then the body attached to them.
#pragma once

#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http/response.h"

namespace vitrine::http {

// Lives on: its loop.
class Outgoing {
 public:
  // Views: `bytes` until keep(), `body` (may be null) until all of it is sent.
  void begin(std::string_view bytes, const Body* body);
  // Moves what is unsent of `bytes` into this object, before other connections use the buffer.
  void keep();

  bool empty() const { return unsent() == 0; }

  std::uint64_t unsent() const { return bytes_.size() + memory_.size() + file_.bytes; }

  // What is in memory, in order; to be sent before the file.
  std::span<iovec> memory();

  std::string_view first_memory() const { return bytes_.empty() ? memory_ : bytes_; }

  bool has_memory() const { return !bytes_.empty() || !memory_.empty(); }

  bool has_file() const { return file_.bytes > 0; }

  int file() const { return file_.file->fd.get(); }

  std::uint64_t file_offset() const { return file_.offset; }

  std::uint64_t file_bytes() const { return file_.bytes; }

  void memory_sent(std::size_t bytes);
  void file_sent(std::uint64_t bytes);

 private:
  std::string_view bytes_;
  std::string_view memory_;
  FileSlice file_;
  std::string kept_;
  std::array<iovec, 2> parts_;
};

}  // namespace vitrine::http
