#include "store/sqlite/start_error.h"

#include <cerrno>

#include <fmt/format.h>

namespace vitrine::store::sqlite {

namespace {

struct Advice {
  std::string_view begins;
  std::string_view advice;
  bool may_pass = false;
};

// By the sentences of sqlite_failure.cpp.
constexpr Advice kAdvice[] = {
    {"The disk is full", "make room on the disk", true},
    {"The disk does not take a file of this size", "raise the limit of file sizes", true},
    {"The disk is read-only", "mount it so that it can be written", true},
    {"The database is read-only",
     "let the user that Vitrine runs as write this file and its folder",
     true},
    {"The database may not be opened", "let the user that Vitrine runs as read and write it"},
    {"The database cannot be opened",
     "the folder must be there, and the user that Vitrine runs as must be allowed to write the "
     "file "
     "and the folder"},
    {"The database is damaged", "move it away and restore a backup in its place"},
    {"The file is not a database",
     "choose another file for `store`, or move this one away and restore a backup in its place"},
    {"Another process writes to the database", "end that process"},
};

Advice advice_for(std::string_view sentence) {
  for (const auto& row : kAdvice) {
    if (sentence.starts_with(row.begins)) return row;
  }
  return {"", "look at the disk"};
}

std::string reason_of(const Failure& failure) {
  return fmt::format("{}: {}", failure.public_message, advice_for(failure.public_message).advice);
}

}  // namespace

StartError::StartError(const std::filesystem::path& file, const Failure& failure)
    : std::runtime_error(
          fmt::format("{}: {} ({})", file.native(), reason_of(failure), failure.detail)),
      reason_(reason_of(failure)),
      may_pass_(advice_for(failure.public_message).may_pass) {
}

StartError start_error(const std::filesystem::path& file, const Failure& failure) {
  return {file, failure};
}

std::string_view open_sentence(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "The disk is full";
    case EROFS:
      return "The disk is read-only";
    default:
      return "The database cannot be opened";
  }
}

}  // namespace vitrine::store::sqlite
