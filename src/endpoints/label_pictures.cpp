#include "endpoints/label_pictures.h"

#include <array>
#include <utility>

#include "runtime/run_on.h"

namespace vitrine::endpoints {

namespace {

struct Kind {
  std::string_view extension;
  std::string_view content_type;
};

constexpr std::array<Kind, 3> kKinds = {
    {{"png", "image/png"}, {"gif", "image/gif"}, {"svg", "image/svg+xml; charset=utf-8"}}};

const Kind& kind_of(LabelFile file) {
  return kKinds[static_cast<std::size_t>(file)];
}

Result<std::string> draw(const images::Label& label, int scale, LabelFile file) {
  if (file == LabelFile::svg) return images::label_svg(label);
  const auto format = file == LabelFile::gif ? images::Format::gif : images::Format::png;
  TRY(auto drawn, images::draw_label(label, scale, format));
  return std::move(drawn.bytes);
}

std::string key_of(const images::Label& label, int scale, LabelFile file) {
  return images::label_digest(label) + "-" + std::to_string(scale) + "." +
         std::string(kind_of(file).extension);
}

Result<std::string> draw(const images::Chart& chart, int scale, LabelFile file) {
  if (file == LabelFile::svg) return images::chart_svg(chart);
  TRY(auto drawn, images::draw_chart(chart, scale));
  return std::move(drawn.bytes);
}

std::string key_of(const images::Chart& chart, int scale, LabelFile file) {
  return images::chart_digest(chart) + "-" + std::to_string(scale) + "." +
         std::string(kind_of(file).extension);
}

LabelPicture named(SharedBytes bytes, const std::string& key, LabelFile file) {
  return {std::move(bytes), kind_of(file).content_type, "\"" + key + "\""};
}

}  // namespace

std::optional<LabelFile> label_file_of(std::string_view extension) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i].extension == extension) return static_cast<LabelFile>(i);
  }
  return std::nullopt;
}

Result<LabelPicture> draw_now(const images::Label& label, int scale, LabelFile file) {
  TRY(auto bytes, draw(label, scale, file));
  return named(share(std::move(bytes)), key_of(label, scale, file), file);
}

LabelPictures::LabelPictures(Pool& render, TaskGroup& tasks, std::size_t waiting_max)
    : render_(render), admission_("label queue", render.threads(), waiting_max), flights_(tasks) {
}

std::optional<LabelPicture> LabelPictures::find(const images::Label& label,
                                                int scale,
                                                LabelFile file) const {
  return find(key_of(label, scale, file), file);
}

std::optional<LabelPicture> LabelPictures::find(const std::string& key, LabelFile file) const {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end()) return std::nullopt;
  return named(found->second, key, file);
}

Task<Result<LabelPicture>> LabelPictures::get(images::Label label, int scale, LabelFile file) {
  auto key = key_of(label, scale, file);
  return get(std::move(key), file, [label = std::move(label), scale, file] {
    return draw(label, scale, file);
  });
}

Task<Result<LabelPicture>> LabelPictures::get(images::Chart chart, int scale, LabelFile file) {
  auto key = key_of(chart, scale, file);
  return get(std::move(key), file, [chart = std::move(chart), scale, file] {
    return draw(chart, scale, file);
  });
}

Task<Result<LabelPicture>> LabelPictures::get(std::string key, LabelFile file, Draw draw) {
  if (auto found = find(key, file)) co_return *std::move(found);
  co_return co_await flights_.run(
      key, [this, key, file, draw = std::move(draw)] { return drawn(key, file, draw); });
}

Task<Result<LabelPicture>> LabelPictures::drawn(std::string key, LabelFile file, Draw draw) {
  CO_TRY(auto slot, admission_.enter());
  CO_TRY(auto bytes, co_await run_on(render_, std::move(draw)));
  auto shared = share(std::move(bytes));
  keep(key, shared);
  co_return named(std::move(shared), key, file);
}

void LabelPictures::keep(const std::string& key, const SharedBytes& bytes) {
  const std::scoped_lock lock(mutex_);
  if (!kept_.try_emplace(key, bytes).second) return;
  order_.push_back(key);
  if (order_.size() <= kKeptMax) return;
  kept_.erase(order_.front());
  order_.pop_front();
}

http::Response badge_response(const http::Request& request,
                              const http::Representation& facts,
                              http::Body body) {
  auto response = http::representation_response(request, facts, std::move(body));
  if (facts.cache_control == kNeverKept) {
    response.header("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
  }
  return response;
}

http::Response label_response(const http::Request& request,
                              const LabelPicture& picture,
                              std::string_view cache_control) {
  return badge_response(request,
                        {.etag = picture.etag,
                         .modified = {},
                         .content_type = picture.content_type,
                         .cache_control = cache_control},
                        http::ByteSlice{picture.bytes, *picture.bytes});
}

}  // namespace vitrine::endpoints
