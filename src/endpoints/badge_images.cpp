#include "endpoints/badge_images.h"

#include <utility>

#include <fmt/format.h>

namespace vitrine::endpoints {

namespace {

constexpr std::uint32_t kBadgeHeight = 49;
constexpr std::uint32_t kCornerWidth = 200;
// Letters and flat colours show what a photograph hides.
constexpr int kQuality = 90;

// "product/image" of "product/image/sale": the id is behind it; empty for another namespace.
std::string_view id_in(const Namespace& space, std::string_view image) {
  const auto& name = space.name();
  const bool is_in =
      image.size() > name.size() && image.starts_with(name) && image[name.size()] == '/';
  return is_in ? image.substr(name.size() + 1) : std::string_view();
}

// The most specific one, as the router would choose; null for none.
const Namespace* namespace_of(const std::deque<Namespace>& namespaces, std::string_view image) {
  const Namespace* found = nullptr;
  for (const auto& space : namespaces) {
    if (id_in(space, image).empty()) continue;
    if (found == nullptr || space.name().size() > found->name().size()) found = &space;
  }
  return found;
}

std::string names_of(const std::deque<Namespace>& namespaces) {
  std::string names;
  for (const auto& space : namespaces) {
    if (!names.empty()) names += ", ";
    names += space.name();
  }
  return names;
}

}  // namespace

images::Recipe badge_file_recipe(int scale, LabelFile file) {
  return {.fit = images::Fit::height,
          .height = kBadgeHeight * static_cast<std::uint32_t>(scale),
          .format = file == LabelFile::gif ? images::Format::gif : images::Format::png,
          .quality = kQuality,
          .enlarge = true};
}

images::Recipe badge_corner_recipe() {
  return {.fit = images::Fit::width,
          .width = kCornerWidth,
          .format = images::Format::png,
          .quality = kQuality};
}

BadgeImages::BadgeImages(const std::deque<Namespace>& namespaces, delivery::Delivery& delivery)
    : namespaces_(namespaces), delivery_(delivery) {
}

Result<void> BadgeImages::check(std::string_view field, std::string_view image) const {
  if (image.empty()) return {};
  const auto* space = namespace_of(namespaces_, image);
  if (space == nullptr) {
    return fail(FailureKind::bad_request,
                fmt::format("{} \"{}\" is no namespace and id, such as product/image/sale; the "
                            "namespaces here: {}",
                            field,
                            image,
                            namespaces_.empty() ? "none" : names_of(namespaces_)));
  }
  const auto source = space->source(id_in(*space, image));
  if (source) return {};
  return fail(source.error().kind,
              fmt::format("{} \"{}\": {}", field, image, source.error().public_message));
}

Result<delivery::Order> BadgeImages::order_of(std::string_view image,
                                              const images::Recipe& recipe) const {
  const auto* space = namespace_of(namespaces_, image);
  if (space == nullptr) return fail(FailureKind::not_found, "The namespace is not there any more");
  delivery::Order order;
  TRY(order.source, space->source(id_in(*space, image)));
  order.recipe = recipe;
  return order;
}

delivery::Picture BadgeImages::find(std::string_view image, const images::Recipe& recipe) const {
  const auto order = order_of(image, recipe);
  if (!order) return nullptr;
  return delivery_.find(order->source.key(), images::canonical_name(recipe));
}

Task<Result<delivery::Picture>> BadgeImages::get(std::string image, images::Recipe recipe) const {
  CO_TRY(auto order, order_of(image, recipe));
  co_return co_await delivery_.deliver(std::move(order));
}

}  // namespace vitrine::endpoints
