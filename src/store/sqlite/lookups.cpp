#include "store/sqlite/lookups.h"

namespace vitrine::store::sqlite {

Lookups::Lookups(std::filesystem::path file, const std::string& name, std::size_t waiting_max)
    : file_(std::move(file)),
      admission_(name, 1, waiting_max),
      thread_({.name = name, .threads = 1}) {
}

Result<void> Lookups::open() {
  if (database_) return {};
  TRY(database_, Database::open(file_, Access::read_only));
  return {};
}

}  // namespace vitrine::store::sqlite
