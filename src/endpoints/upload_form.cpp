#include "endpoints/upload_form.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "endpoints/namespaces.h"
#include "endpoints/upload_type.h"
#include "http/percent.h"

namespace vitrine::endpoints {

namespace {

std::unexpected<Failure> wrong(std::string message) {
  return fail(FailureKind::bad_request, std::move(message));
}

}  // namespace

UploadForm::UploadForm(std::string_view boundary, const UploadRules& rules)
    : rules_(rules), reader_(boundary) {
}

Result<void> UploadForm::take(std::string_view bytes) {
  while (true) {
    TRY(const auto step, reader_.next(bytes));
    switch (step.event) {
      case http::MultipartReader::Event::more:
      case http::MultipartReader::Event::end:
        if (bytes.empty()) return {};
        break;
      case http::MultipartReader::Event::part:
        TRY_VOID(begin_part());
        break;
      case http::MultipartReader::Event::bytes:
        TRY_VOID(take_part(step.bytes));
        break;
      case http::MultipartReader::Event::part_end:
        TRY_VOID(end_part());
        break;
    }
  }
}

Result<void> UploadForm::begin_part() {
  const auto& head = reader_.head();
  if (head.name == kFile) return begin_file();
  if (head.file_name) {
    return wrong(fmt::format("The form has a file in another field than \"{}\"", kFile));
  }
  if (head.name == "namespace" || head.name == "id") {
    field_ = head.name == "id" ? &id_ : &space_;
    if (*field_) return wrong(fmt::format("The form has the field \"{}\" twice", head.name));
    field_->emplace();
  }
  return {};
}

Result<void> UploadForm::begin_file() {
  if (has_file_) {
    return wrong(fmt::format("The form has two fields \"{}\"; send one file at a time", kFile));
  }
  const auto& name = reader_.head().file_name;
  if (!name) return wrong(fmt::format("The field \"{}\" is no file: it has no file name", kFile));
  if (name->empty()) return wrong("No file was chosen: its name is empty");
  has_file_ = true;
  in_file_ = true;
  file_name_ = *name;
  return {};
}

Result<void> UploadForm::take_part(std::string_view bytes) {
  if (in_file_) return take_file(bytes);
  if (field_ != nullptr) **field_ += bytes;
  return {};
}

Result<void> UploadForm::take_file(std::string_view bytes) {
  // Up to the bytes that decide, so that what is both no picture and too large is always the same.
  if (!format_) {
    const auto missing = kTypeBytes - beginning_.size();
    beginning_ += bytes.substr(0, missing);
    if (beginning_.size() == kTypeBytes) TRY_VOID(look_at_type());
  }
  file_bytes_ += bytes.size();
  if (file_bytes_ > rules_.file_bytes_max) {
    return fail(FailureKind::too_large,
                fmt::format("The file is over the limit of {} bytes", rules_.file_bytes_max));
  }
  waiting_ += bytes;
  return {};
}

Result<void> UploadForm::look_at_type() {
  TRY(format_, upload_type(beginning_));
  return {};
}

Result<void> UploadForm::end_part() {
  if (in_file_) {
    in_file_ = false;
    if (file_bytes_ == 0) return wrong("The file is empty");
    if (!format_) return look_at_type();
    return {};
  }
  const auto* const field = std::exchange(field_, nullptr);
  if (field == &space_ && !space_->empty() &&
      std::ranges::find(rules_.spaces, *space_) == rules_.spaces.end()) {
    return fail(FailureKind::not_allowed, "The namespace is none that may be uploaded to");
  }
  if (field == &id_ && !id_->empty()) {
    if (!http::is_plain_text(*id_)) return wrong("The id is no plain UTF-8 text");
    return check_id(*id_);
  }
  return {};
}

Result<void> UploadForm::complete() const {
  if (!reader_.ended()) return wrong("The form is cut off: its last boundary is missing");
  if (!has_file_) return wrong(fmt::format("The form has no file in the field \"{}\"", kFile));
  // Fields that were left empty are as good as not there: a page may show them to everyone.
  const bool has_space = space_ && !space_->empty();
  const bool has_id = id_ && !id_->empty();
  if (has_space != has_id) {
    return wrong(has_id ? "The form has an id and no namespace"
                        : "The form has a namespace and no id of the original in it");
  }
  return {};
}

std::optional<UploadTarget> UploadForm::target() const {
  if (!space_ || space_->empty()) return std::nullopt;
  return UploadTarget{*space_, *id_};
}

}  // namespace vitrine::endpoints
