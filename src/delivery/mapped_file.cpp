#include "delivery/mapped_file.h"

#include <sys/mman.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace vitrine::delivery {

Result<MappedFile> MappedFile::map(const OpenFile& file) {
  // Nothing can be mapped from an empty file; there is nothing to see either.
  if (file.bytes == 0) return MappedFile(nullptr, 0);
  void* start = ::mmap(nullptr, file.bytes, PROT_READ, MAP_PRIVATE, file.fd.get(), 0);
  if (start == MAP_FAILED) {
    return fail(FailureKind::unavailable,
                "A stored picture could not be read",
                "mmap: " + std::generic_category().message(errno));
  }
  return MappedFile(start, file.bytes);
}

MappedFile::~MappedFile() {
  if (start_ != nullptr) ::munmap(start_, size_);
}

}  // namespace vitrine::delivery
