// Why the store cannot start, for whoever operates it: the file, what is wrong, what to do.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "failure/failure.h"

namespace vitrine::store::sqlite {

std::runtime_error start_error(const std::filesystem::path& file, const Failure& failure);

}  // namespace vitrine::store::sqlite
