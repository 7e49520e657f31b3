// A file that a test writes to, gone with the test.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace vitrine::testing {

class ScratchFile {
 public:
  ScratchFile() {
    const int fd = ::mkstemp(path_.data());
    if (fd < 0) throw std::runtime_error("no scratch file");
    ::close(fd);
  }

  ~ScratchFile() { std::remove(path_.c_str()); }

  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::string& path() const { return path_; }

  std::string text() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::string path_ = "/tmp/vitrine-observe-XXXXXX";
};

}  // namespace vitrine::testing
