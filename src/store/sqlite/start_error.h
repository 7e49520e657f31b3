// Why the store cannot start, for whoever operates it: the file, what is wrong, what to do.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "failure/failure.h"

namespace vitrine::store::sqlite {

// what() names the file.
class StartError final : public std::runtime_error {
 public:
  StartError(const std::filesystem::path& file, const Failure& failure);

  // The disk takes nothing now: it is full, or may not be written. Nothing is wrong with what the
  // file holds, so opening it may succeed later.
  bool may_pass() const { return may_pass_; }

  // What is wrong and what to do, without the name of the file.
  const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
  bool may_pass_ = false;
};

StartError start_error(const std::filesystem::path& file, const Failure& failure);

// Of a file or folder that could not be opened or made; `error` is that of the system.
std::string_view open_sentence(int error);

}  // namespace vitrine::store::sqlite
