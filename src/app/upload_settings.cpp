// Uploads, thumbnails, and the jobs that make them.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"
#include "jobs/job.h"

namespace vitrine::app {

namespace {

struct PartOfPicture {
  std::string allowed() const { return "centre or northwest"; }

  bool read(const boost::json::value& value, images::Gravity& field) const {
    const auto text = read_text(value);
    if (text != "centre" && text != "northwest") return false;
    field = text == "centre" ? images::Gravity::centre : images::Gravity::north_west;
    return true;
  }

  boost::json::value write(const images::Gravity& field) const {
    return boost::json::string(field == images::Gravity::centre ? "centre" : "northwest");
  }
};

struct FormatOrNone {
  std::string allowed() const { return "jpg, png, webp, avif or gif, or empty"; }

  bool read(const boost::json::value& value, std::optional<images::Format>& field) const {
    const auto text = read_text(value);
    if (!text) return false;
    const auto format = images::format_of_extension(*text);
    if (!format && !text->empty()) return false;
    field = format;
    return true;
  }

  boost::json::value write(const std::optional<images::Format>& field) const {
    return boost::json::string(field ? images::extension_of(*field) : std::string_view());
  }
};

// Looked at by load_config(), as the other store.
struct JobStoreAddress {
  std::string allowed() const { return "redis://host:port/database, or empty"; }

  bool read(const boost::json::value& value, std::string& field) const {
    const auto text = read_text(value);
    if (!text || (!text->empty() && !text->starts_with("redis://"))) return false;
    if (text->empty()) field.clear();
    return text->empty() || StoreAddress{}.read(value, field);
  }

  boost::json::value write(const std::string& field) const { return StoreAddress{}.write(field); }
};

void add_thumbnails(std::vector<Setting>& rows) {
  // Larger ones are pictures, which have addresses of their own.
  const Whole side{1, 1000};
  rows.push_back(
      make_setting("thumbnail.width", side, FIELD(thumbnail.width), "Of thumbnails, in pixels."));
  rows.push_back(
      make_setting("thumbnail.height", side, FIELD(thumbnail.height), "Of thumbnails, in pixels."));
  rows.push_back(
      make_setting("thumbnail.gravity",
                   PartOfPicture{},
                   FIELD(thumbnail.gravity),
                   "What a thumbnail keeps of a picture of another shape: the middle, or "
                   "the top left."));
  rows.push_back(make_setting("thumbnail.format",
                              FormatOrNone{},
                              FIELD(thumbnail.format),
                              "Format of all thumbnails; empty takes that of the upload."));
  rows.push_back(make_setting(
      "thumbnail.folder",
      Text{"a folder, or empty",
           [](std::string_view value) { return value.empty() || is_plain(value); }},
      FIELD(thumbnail.folder),
      "Jobs of other programs may name files in this folder by their paths; empty refuses that."));
}

void add_jobs(std::vector<Setting>& rows) {
  rows.push_back(make_setting("jobs.store",
                              JobStoreAddress{},
                              FIELD(jobs.address),
                              "Where jobs are, in a database that has nothing else. Empty: in the "
                              "file of `store`, or in the database after that of `store`."));
  rows.push_back(make_setting("jobs.queue",
                              Text{"1 to 64 letters, digits, '_', '-' and '.'", jobs::is_name},
                              FIELD(jobs.queue),
                              "The queue that this server puts its jobs into, and works on."));
  rows.push_back(make_setting("jobs.concurrency",
                              Whole{0, 1024, "0 is one a core"},
                              FIELD(jobs.concurrency),
                              "Jobs that are done at the same time."));
  rows.push_back(make_setting("jobs.workers",
                              YesNo{},
                              FIELD(jobs.workers),
                              "Do jobs in the server, too, and not only in `vitrine work`."));
  rows.push_back(make_setting("jobs.done_seconds",
                              Seconds{1, 31'536'000},
                              FIELD(jobs.store.done_kept),
                              "How long a job that is done is remembered."));
}

}  // namespace

void add_upload_settings(std::vector<Setting>& rows) {
  rows.push_back(make_setting("uploads",
                              YesNo{},
                              FIELD(uploads.enabled),
                              "Take uploads from everybody, and make thumbnails of them."));
  add_thumbnails(rows);
  add_jobs(rows);
}

void add_upload_limits(std::vector<Setting>& rows) {
  rows.push_back(make_setting("limits.upload_bytes",
                              Whole{1024, 1'073'741'824},
                              FIELD(uploads.bytes_max),
                              "Bytes of an uploaded file; more is 413."));
  rows.push_back(make_setting("limits.uploads",
                              Whole{1, 10'000},
                              FIELD(uploads.at_once_max),
                              "Uploads that are under way; the next one is 503."));
  rows.push_back(make_setting("limits.job_queue",
                              Whole{1, 10'000'000},
                              FIELD(jobs.store.queue_max),
                              "Jobs that wait, in all queues; the next one is 503."));
  rows.push_back(make_setting("limits.job_argument_bytes",
                              Whole{1024, 1'048'576},
                              FIELD(jobs.room.arguments_bytes_max),
                              "Bytes of the arguments of a job; more is 413."));
  rows.push_back(make_setting("limits.job_waiters",
                              Whole{0, 100'000},
                              FIELD(jobs.room.waiters_max),
                              "Requests that wait for a job to end; the next one is 503."));
  rows.push_back(make_setting("limits.jobs_done",
                              Whole{0, 10'000'000},
                              FIELD(jobs.store.done_max),
                              "Jobs that are done and still remembered; the oldest goes first."));
  rows.push_back(make_setting("limits.jobs_failed",
                              Whole{1, 10'000'000},
                              FIELD(jobs.store.failed_max),
                              "Failed jobs that are remembered; the oldest goes first."));
}

}  // namespace vitrine::app
