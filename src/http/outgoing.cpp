#include "http/outgoing.h"

#include <algorithm>

namespace vitrine::http {

namespace {

// iovec has no const: the kernel only reads.
iovec part(std::string_view text) {
  return {.iov_base = const_cast<char*>(text.data()), .iov_len = text.size()};
}

}  // namespace

void Outgoing::begin(std::string_view bytes, const Body* body) {
  bytes_ = bytes;
  memory_ = {};
  file_ = {};
  if (body == nullptr) return;
  memory_ = memory_of(*body);
  if (const auto* file = std::get_if<FileSlice>(body)) file_ = *file;
}

void Outgoing::keep() {
  // What has been kept already stays where it is.
  const bool kept = !bytes_.empty() && bytes_.data() >= kept_.data() &&
                    bytes_.data() < kept_.data() + kept_.size();
  if (kept) return;
  kept_.assign(bytes_);
  bytes_ = kept_;
}

std::span<iovec> Outgoing::memory() {
  std::size_t count = 0;
  for (const auto text : {bytes_, memory_}) {
    if (!text.empty()) parts_[count++] = part(text);
  }
  return std::span(parts_).first(count);
}

void Outgoing::memory_sent(std::size_t bytes) {
  const auto first = std::min(bytes, bytes_.size());
  bytes_.remove_prefix(first);
  memory_.remove_prefix(bytes - first);
}

void Outgoing::file_sent(std::uint64_t bytes) {
  file_.offset += bytes;
  file_.bytes -= bytes;
  if (file_.bytes == 0) file_.file.reset();
}

}  // namespace vitrine::http
