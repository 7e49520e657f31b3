#include "store/redis/resque_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "json/cursor.h"
#include "json/text.h"
#include "runtime/iso_time.h"

namespace vitrine::store::redis {

namespace {

using json::Cursor;
using json::Kind;

constexpr std::size_t kKindBytesMax = 128;
constexpr std::size_t kIdBytesMax = 64;

// A member that is not a text is passed over.
Result<std::string> text_or_nothing(Cursor& cursor) {
  TRY(const auto kind, cursor.next());
  if (kind == Kind::text) return cursor.text();
  TRY_VOID(cursor.any());
  return std::string();
}

// The member "jid" of the first argument.
Result<std::string> id_in(std::string_view arguments) {
  std::string id;
  bool first = true;
  Cursor cursor(arguments);
  TRY_VOID(cursor.array([&]() -> Result<void> {
    TRY(const auto kind, cursor.next());
    if (!std::exchange(first, false) || kind != Kind::object) {
      TRY_VOID(cursor.any());
      return {};
    }
    return cursor.object([&](const std::string& name) -> Result<void> {
      TRY(auto value, text_or_nothing(cursor));
      if (name == "jid") id = std::move(value);
      return {};
    });
  }));
  if (id.size() > kIdBytesMax || !jobs::is_name(id)) id.clear();
  return id;
}

void append_character(std::string& to, char c) {
  constexpr std::string_view kPlain = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  const auto at = kPlain.find(c);
  if (at != std::string_view::npos) {
    to.push_back('\\');
    to.push_back(kLetters[at]);
  } else if (static_cast<unsigned char>(c) < 0x20) {
    fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<int>(c));
  } else {
    to.push_back(c);
  }
}

// Reads a number of so many digits, and the sign behind it.
bool take_number(std::string_view& text, std::size_t digits, char sign, int& number) {
  if (text.size() <= digits || text[digits] != sign) return false;
  number = 0;
  for (const char digit : text.substr(0, digits)) {
    if (digit < '0' || digit > '9') return false;
    number = number * 10 + (digit - '0');
  }
  text.remove_prefix(digits + 1);
  return true;
}

}  // namespace

std::string canonical_text(std::string_view text) {
  std::string all = "\"";
  while (!text.empty()) {
    const auto bytes = json::utf8_bytes(text);
    if (bytes == 1) {
      append_character(all, text.front());
    } else if (bytes == 0) {
      all += "\xef\xbf\xbd";
    } else {
      all += text.substr(0, bytes);
    }
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  all.push_back('"');
  return all;
}

Result<ResqueJob> read_resque_job(std::string_view text) {
  ResqueJob job;
  Cursor cursor(text);
  TRY_VOID(cursor.object([&](const std::string& name) -> Result<void> {
    if (name == "class") {
      TRY(job.kind, cursor.text());
    } else if (name == "queue") {
      TRY(job.queue, text_or_nothing(cursor));
    } else if (name == "args") {
      TRY(job.arguments, cursor.any());
    } else {
      TRY_VOID(cursor.any());
    }
    return {};
  }));
  if (!cursor.at_end() || job.kind.empty()) {
    return fail(FailureKind::bad_request, "What stood in the queue is not a job");
  }
  if (job.kind.size() > kKindBytesMax) job.kind.resize(kKindBytesMax);
  // Resque's own workers take a job without arguments, too.
  if (job.arguments.empty()) job.arguments = "[]";
  TRY(job.id, id_in(job.arguments));
  return job;
}

std::string resque_job_text(const jobs::IdentifiedJob& job) {
  const std::string_view rest = std::string_view(job.job.arguments).substr(2);
  return fmt::format(R"({{"class":"{}","queue":"{}","args":[{{"jid":"{}"{}{}}})",
                     job.job.kind,
                     job.job.queue,
                     job.id,
                     rest.starts_with('}') ? "" : ",",
                     rest);
}

std::string arguments_without_id(std::string_view arguments, const jobs::JobId& id) {
  const auto front = fmt::format(R"([{{"jid":"{}")", id);
  if (!arguments.starts_with(front)) return std::string(arguments);
  auto rest = arguments.substr(front.size());
  if (rest.starts_with(',')) rest.remove_prefix(1);
  return fmt::format("[{{{}", rest);
}

// Nobody's tool expects to look into the backtrace, but it must be an array.
std::string failure_suffix(const jobs::JobError& error, WallTime at) {
  return fmt::format(R"(,"exception":{},"error":{},"backtrace":["vitrine"],"failed_at":"{}")",
                     canonical_text(error.kind),
                     canonical_text(error.sentence),
                     iso_time(at));
}

std::optional<ResqueFailure> read_resque_failure(std::string_view record) {
  ResqueFailure failure;
  std::string id;
  Cursor cursor(record);
  const auto read = cursor.object([&](const std::string& name) -> Result<void> {
    if (name == "payload") {
      TRY(failure.payload, cursor.any());
      return {};
    }
    TRY(auto text, text_or_nothing(cursor));
    if (name == "worker")
      failure.worker = std::move(text);
    else if (name == "queue")
      failure.queue = std::move(text);
    else if (name == "exception")
      failure.error.kind = std::move(text);
    else if (name == "error")
      failure.error.sentence = std::move(text);
    else if (name == "failed_at")
      failure.at = read_resque_time(text);
    else if (name == "jid")
      id = std::move(text);
    return {};
  });
  if (!read || !cursor.at_end()) return std::nullopt;
  auto job = read_resque_job(failure.payload);
  if (job) failure.job = *std::move(job);
  if (jobs::is_name(id)) failure.job.id = std::move(id);
  return failure;
}

std::optional<ResqueWork> read_resque_work(std::string_view text) {
  ResqueWork work;
  std::string payload;
  Cursor cursor(text);
  const auto read = cursor.object([&](const std::string& name) -> Result<void> {
    if (name == "payload") {
      TRY(payload, cursor.any());
      return {};
    }
    TRY(auto value, text_or_nothing(cursor));
    if (name == "run_at") work.since = read_resque_time(value);
    if (name == "queue") work.queue = std::move(value);
    return {};
  });
  if (!read) return std::nullopt;
  auto job = read_resque_job(payload);
  if (!job) return std::nullopt;
  work.job = *std::move(job);
  return work;
}

std::optional<WallTime> read_resque_time(std::string_view text) {
  if (!text.ends_with('Z')) return std::nullopt;
  std::array<int, 6> part{};
  const auto dot = text.find('.');
  const auto whole = std::string(text.substr(0, std::min(dot, text.size() - 1))) + "Z";
  std::string_view rest = whole;
  constexpr std::string_view kSigns = "--T::Z";
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (!take_number(rest, i == 0 ? 4 : 2, kSigns[i], part.at(i))) return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(part[0]),
                                         std::chrono::month(static_cast<unsigned>(part[1])),
                                         std::chrono::day(static_cast<unsigned>(part[2])));
  if (!rest.empty() || !date.ok()) return std::nullopt;
  // A WallTime ends in 2262.
  constexpr int kFirstYear = 1970;
  constexpr int kLastYear = 2261;
  if (part[0] < kFirstYear || part[0] > kLastYear) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(part[3]) + std::chrono::minutes(part[4]) +
         std::chrono::seconds(part[5]);
}

}  // namespace vitrine::store::redis
