#include "app/thumbnail_job.h"

#include <atomic>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "app/folder_pictures.h"
#include "delivery/original_view.h"
#include "endpoints/upload_name.h"
#include "endpoints/upload_pages.h"
#include "endpoints/upload_places.h"
#include "runtime/run_on.h"

namespace vitrine::app {

namespace {

std::unexpected<Failure> improper() {
  return fail(FailureKind::bad_request,
              R"(The arguments are not [{"upload": …, "thumbnail": …}] or two paths)");
}

const boost::json::string* text_in(const boost::json::object& object, std::string_view name) {
  const auto* const member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_string();
}

}  // namespace

ThumbnailJob::ThumbnailJob(ThumbnailSettings settings,
                           images::Limits limits,
                           blobs::BlobStore& blobs,
                           Pool& files,
                           Pool& render)
    : settings_(std::move(settings)),
      limits_(limits),
      blobs_(blobs),
      files_(files),
      render_(render) {
}

Result<ThumbnailJob::Arguments> ThumbnailJob::parse(std::string_view arguments) {
  boost::json::error_code error;
  const auto json = boost::json::parse(arguments, error);
  const auto* const array = error ? nullptr : json.if_array();
  if (array == nullptr || array->empty()) return improper();
  if (const auto* const object = array->front().if_object()) {
    const auto* const upload = text_in(*object, "upload");
    const auto* const thumbnail = text_in(*object, "thumbnail");
    if (upload == nullptr || thumbnail == nullptr || thumbnail->empty()) return improper();
    return Arguments{std::string(*upload), std::string(*thumbnail), false};
  }
  if (array->size() < 2 || !array->front().is_string() || !array->at(1).is_string()) {
    return improper();
  }
  return Arguments{
      std::string(array->front().get_string()), std::string(array->at(1).get_string()), true};
}

Task<Result<std::string>> ThumbnailJob::run(jobs::JobRun& run) const {
  CO_TRY(auto arguments, parse(run.arguments()));
  if (arguments.are_paths) co_return co_await make_file(std::move(arguments));
  co_return co_await make_blob(run, std::move(arguments));
}

Task<Result<std::string>> ThumbnailJob::make_blob(jobs::JobRun& run, Arguments arguments) const {
  const auto place = endpoints::thumbnail_place(arguments.to);
  auto path = endpoints::upload_path("/thumbnails/", arguments.to);
  CO_TRY(const auto before, co_await blobs_.open(place));
  if (before) co_return path;
  CO_TRY(const auto upload, co_await blobs_.open(arguments.from));
  if (!upload) co_return fail(FailureKind::not_found, "What was uploaded is not there any more");
  run.progress(50, "rendering");
  const auto format = settings_.format.value_or(endpoints::format_of_name(arguments.to));
  CO_TRY(const auto bytes, co_await render(upload->file, format));
  CO_TRY_VOID(co_await blobs_.put(place, bytes));
  co_return path;
}

Task<Result<std::string>> ThumbnailJob::make_file(Arguments arguments) const {
  auto open = [this, path = arguments.from] { return open_in_folder(settings_.folder, path); };
  CO_TRY(auto file, co_await run_on(files_, std::move(open)));
  const auto dot = arguments.to.rfind('.');
  const auto extension = dot == std::string::npos ? "" : arguments.to.substr(dot + 1);
  // Of the name that the client gave, as S2's; of the file where that has none.
  auto format = settings_.format ? settings_.format : images::format_of_extension(extension);
  if (!format) {
    CO_TRY(format, co_await run_on(files_, [file] { return format_of(*file); }));
  }
  CO_TRY(const auto bytes, co_await render(file, *format));
  auto put = [this, &bytes, path = arguments.to] {
    return put_in_folder(settings_.folder, path, bytes);
  };
  CO_TRY_VOID(co_await run_on(files_, std::move(put)));
  co_return std::move(arguments.to);
}

images::Recipe ThumbnailJob::recipe(images::Format format) const {
  return {.fit = images::Fit::cover,
          .width = settings_.width,
          .height = settings_.height,
          .format = format,
          .enlarge = true,
          .gravity = settings_.gravity};
}

Task<Result<std::string>> ThumbnailJob::render(SharedFile file, images::Format format) const {
  auto work =
      [file = std::move(file), recipe = recipe(format), limits = limits_]() -> Result<std::string> {
    // A thumbnail takes milliseconds, and its own limit stops it.
    const std::atomic<bool> cancelled{false};
    TRY(const auto view, delivery::OriginalView::of(delivery::OriginalBytes::in_file(file, 0)));
    TRY(auto encoded, images::render(view.bytes(), recipe, limits, cancelled));
    return std::move(encoded.bytes);
  };
  co_return co_await run_on(render_, std::move(work));
}

}  // namespace vitrine::app
