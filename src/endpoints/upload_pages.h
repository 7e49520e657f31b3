// The pages of uploads: the form, and what became of one upload. They need no script; with one, the
// form takes several files and shows how far they are. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/response.h"
#include "jobs/job.h"

namespace vitrine::endpoints {

// `spaces` may be empty: then nothing is asked about originals.
http::Response upload_page(std::uint64_t file_bytes_max, const std::vector<std::string>& spaces);

// `thumbnail`: it is there. Without it the page looks again by itself, until the job has ended.
http::Response uploaded_page(std::string_view name,
                             bool thumbnail,
                             const std::optional<jobs::Job>& job);
http::Response unknown_upload_page();

// What the script of the page is.
std::string_view upload_script();

// "/thumbnails/caf%C3%A9.png" of "/thumbnails/" and "café.png".
std::string upload_path(std::string_view folder, std::string_view name);

}  // namespace vitrine::endpoints
