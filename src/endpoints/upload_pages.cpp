#include "endpoints/upload_pages.h"

#include <fmt/format.h>

#include "endpoints/html.h"
#include "endpoints/namespaces.h"
#include "upload_texts.h"

namespace vitrine::endpoints {

namespace {

void replace(std::string& text, std::string_view place, std::string_view with) {
  const auto at = text.find(place);
  if (at != std::string::npos) text.replace(at, place.size(), with);
}

http::Response page(int status,
                    std::string_view title,
                    std::string_view head,
                    std::string_view content) {
  std::string html(embedded::kUploadPage);
  replace(html, "{title}", title);
  replace(html, "{head}", head);
  replace(html, "{heading}", title);
  replace(html, "{content}", content);
  auto response = http::Response::html(status, std::move(html));
  response.header("Cache-Control", "no-store");
  response.header("Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; "
                  "connect-src 'self'; img-src 'self' data:; form-action 'self'; "
                  "frame-ancestors 'none'; base-uri 'none'");
  response.header("Referrer-Policy", "same-origin");
  response.header("X-Content-Type-Options", "nosniff");
  return response;
}

std::string limit_text(std::uint64_t bytes) {
  constexpr double kMebibyte = 1024.0 * 1024.0;
  if (bytes < 1024 * 1024) return fmt::format("{} KiB", bytes / 1024);
  return fmt::format("{:.4g} MiB", static_cast<double>(bytes) / kMebibyte);
}

std::string space_fields(const std::vector<std::string>& spaces) {
  if (spaces.empty()) return {};
  std::string options;
  for (const auto& space : spaces) {
    options += fmt::format("<option>{}</option>", escape_html(space));
  }
  return fmt::format(
      "<details><summary>Keep it as an original of a picture address</summary>\n"
      "<div class=\"fields\"><label>Namespace<select name=\"namespace\"><option "
      "value=\"\">none</option>{}</select></label>\n"
      "<label>Id<input name=\"id\" maxlength=\"1024\" autocapitalize=\"none\" "
      "spellcheck=\"false\"></label></div>\n</details>\n",
      options);
}

std::string state_text(const std::optional<jobs::Job>& job) {
  if (!job) return "It is in the queue.";
  switch (job->state) {
    case jobs::State::waiting:
      if (job->ahead == 0) return "It is the next in the queue.";
      return fmt::format(
          "{}{} before it in the queue.", job->ahead, job->ahead == 1 ? " is" : " are");
    case jobs::State::delayed:
      return "It did not work yet, and is tried again in a moment.";
    case jobs::State::running:
      return "It is being made.";
    default:
      return "It will be here in a moment.";
  }
}

constexpr std::string_view kAnother =
    "<p class=\"other\"><a href=\"/upload\">Upload another picture</a></p>\n";

}  // namespace

std::string upload_path(std::string_view folder, std::string_view name) {
  std::string path(folder);
  append_url_encoded(name, path);
  return path;
}

std::string_view upload_script() {
  return embedded::kUploadScript;
}

http::Response upload_page(std::uint64_t file_bytes_max, const std::vector<std::string>& spaces) {
  return page(
      200,
      "Generate thumbnail",
      "<script src=\"/upload/upload.js\" defer></script>",
      fmt::format(
          "<form id=\"form\" method=\"post\" action=\"/upload\" enctype=\"multipart/form-data\" "
          "data-limit=\"{}\">\n"
          "<label class=\"drop\" id=\"drop\">\n"
          "<svg viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" "
          "stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\"><path d=\"M12 "
          "15V4m0 0L7.5 8.5M12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3\"/></svg>\n"
          "<strong id=\"call\">Choose a picture</strong>\n"
          "<small>JPEG, PNG, WebP, AVIF or GIF, up to {}</small>\n"
          "<input id=\"files\" type=\"file\" name=\"upload\" required "
          "accept=\"image/jpeg,image/png,image/webp,image/avif,image/gif\">\n</label>\n"
          "{}<button id=\"send\">Upload</button>\n</form>\n"
          "<ul id=\"uploads\" aria-live=\"polite\"></ul>\n",
          file_bytes_max,
          limit_text(file_bytes_max),
          space_fields(spaces)));
}

http::Response uploaded_page(std::string_view name,
                             bool thumbnail,
                             const std::optional<jobs::Job>& job) {
  const auto shown = escape_html(name);
  const auto path = upload_path("/thumbnails/", name);
  if (thumbnail) {
    return page(200,
                "Your thumbnail",
                "",
                fmt::format("<figure class=\"result\"><a href=\"{0}\"><img src=\"{0}\" "
                            "alt=\"Thumbnail of {1}\"></a>\n"
                            "<figcaption><a href=\"{0}\">{1}</a></figcaption></figure>\n{2}",
                            path,
                            shown,
                            kAnother));
  }
  if (job && jobs::has_ended(job->state) && job->state != jobs::State::done) {
    const std::string_view reason =
        job->error ? std::string_view(job->error->sentence) : "The job was cancelled";
    return page(422,
                "No thumbnail",
                "",
                fmt::format("<p class=\"wrong\" role=\"alert\">{}: {}</p>\n{}",
                            shown,
                            escape_html(reason),
                            kAnother));
  }
  return page(200,
              "One moment",
              "<meta http-equiv=\"refresh\" content=\"1\">",
              fmt::format("<p class=\"wait\"><span class=\"spinner\" aria-hidden=\"true\"></span>"
                          "<span><b>{}</b><br>{}</span></p>\n{}",
                          shown,
                          state_text(job),
                          kAnother));
}

http::Response unknown_upload_page() {
  return page(404,
              "No such upload",
              "",
              fmt::format("<p>Nothing was uploaded under this name.</p>\n{}", kAnother));
}

}  // namespace vitrine::endpoints
