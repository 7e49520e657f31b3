#include "store/sqlite/start_error.h"

#include <string_view>

#include <fmt/format.h>

namespace vitrine::store::sqlite {

namespace {

struct Advice {
  std::string_view begins;
  std::string_view advice;
};

// By the sentences of sqlite_failure.cpp.
constexpr Advice kAdvice[] = {
    {"The disk is full", "make room on the disk"},
    {"The disk is read-only", "mount it so that it can be written"},
    {"The database is read-only",
     "let the user that Vitrine runs as write this file and its folder"},
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

std::string_view advice_for(std::string_view sentence) {
  for (const auto& row : kAdvice) {
    if (sentence.starts_with(row.begins)) return row.advice;
  }
  return "look at the disk";
}

}  // namespace

std::runtime_error start_error(const std::filesystem::path& file, const Failure& failure) {
  return std::runtime_error(fmt::format("{}: {}: {} ({})",
                                        file.native(),
                                        failure.public_message,
                                        advice_for(failure.public_message),
                                        failure.detail));
}

}  // namespace vitrine::store::sqlite
