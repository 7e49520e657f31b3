// The form of an upload as it arrives: one file and a few fields, in any order. It decides at
// bytes, so its answers do not depend on how they were cut, and it writes nothing: the bytes of the
// file are taken from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "http/multipart.h"
#include "images/recipe.h"

namespace vitrine::endpoints {

struct UploadRules {
  // limit: upload_bytes
  std::uint64_t file_bytes_max = 20ULL << 20;
  // The namespaces that may be uploaded to.
  std::vector<std::string> spaces;
};

// An original of a namespace.
struct UploadTarget {
  std::string space;
  std::string id;
};

// Lives on: one request.
class UploadForm {
 public:
  // The field of the file.
  static constexpr std::string_view kFile = "upload";

  // `rules` outlives the form.
  UploadForm(std::string_view boundary, const UploadRules& rules);

  // bad_request: not such a form. too_large: the file or a field. media_type: the file is no
  // picture. not_allowed: a namespace that is not for uploads.
  Result<void> take(std::string_view bytes);
  // The body has ended: has it all that it needs?
  Result<void> complete() const;

  // Bytes of the file that nobody has taken yet.
  std::string_view waiting() const { return waiting_; }

  void taken() { waiting_.clear(); }

  // Once it is complete:
  // As the client's computer calls it.
  const std::string& file_name() const { return file_name_; }

  images::Format format() const { return *format_; }

  std::optional<UploadTarget> target() const;

 private:
  Result<void> begin_part();
  Result<void> take_part(std::string_view bytes);
  Result<void> end_part();
  Result<void> begin_file();
  Result<void> take_file(std::string_view bytes);
  Result<void> look_at_type();

  const UploadRules& rules_;
  http::MultipartReader reader_;
  bool has_file_ = false;
  bool in_file_ = false;
  std::string file_name_;
  std::uint64_t file_bytes_ = 0;
  std::string waiting_;
  // The first bytes of the file, until its type is known.
  std::string beginning_;
  std::optional<images::Format> format_;
  std::optional<std::string> space_;
  std::optional<std::string> id_;
  // Which one the part is; null for those that nobody asks for.
  std::optional<std::string>* field_ = nullptr;
};

}  // namespace vitrine::endpoints
