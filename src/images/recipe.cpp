#include "images/recipe.h"

#include <array>

#include <fmt/format.h>

#include "failure/check.h"
#include "images/label.h"

namespace vitrine::images {

namespace {

struct FormatNames {
  Format format;
  std::string_view extension;
  std::string_view content_type;
};

constexpr std::array<FormatNames, 5> kFormats = {{
    {Format::jpeg, "jpg", "image/jpeg"},
    {Format::png, "png", "image/png"},
    {Format::webp, "webp", "image/webp"},
    {Format::avif, "avif", "image/avif"},
    {Format::gif, "gif", "image/gif"},
}};

const FormatNames& names_of(Format format) {
  for (const auto& names : kFormats) {
    if (names.format == format) return names;
  }
  check(false, "a format without a name");
  return kFormats.front();
}

std::string size_name(const Recipe& recipe) {
  switch (recipe.fit) {
    case Fit::full_size:
      return "full_size";
    case Fit::width:
      return fmt::format("w{}", recipe.width);
    case Fit::height:
      return fmt::format("h{}", recipe.height);
    case Fit::cover:
      return fmt::format("{}x{}", recipe.width, recipe.height);
  }
  return {};
}

}  // namespace

SharedLabel::SharedLabel(Label label) {
  if (!is_blank(label)) label_ = std::make_shared<const Label>(std::move(label));
}

bool SharedLabel::operator==(const SharedLabel& other) const {
  if (label_ == other.label_) return true;
  return label_ != nullptr && other.label_ != nullptr && *label_ == *other.label_;
}

std::string canonical_name(const Recipe& recipe) {
  const auto* const label = recipe.label.get();
  return fmt::format("{}-q{}{}{}{}{}{}{}.{}",
                     size_name(recipe),
                     recipe.quality,
                     recipe.enlarge ? "-e" : "",
                     recipe.linear_light ? "-l" : "",
                     recipe.keep_copyright ? "-k" : "",
                     recipe.gravity == Gravity::north_west ? "-nw" : "",
                     label == nullptr ? "" : "-b" + label_digest(*label),
                     recipe.careful ? "-c" : "",
                     extension_of(recipe.format));
}

bool can_be_careful(Format format) {
  return format == Format::webp;
}

std::optional<Format> format_of_extension(std::string_view extension) {
  if (extension == "jpeg") return Format::jpeg;
  for (const auto& names : kFormats) {
    if (names.extension == extension) return names.format;
  }
  return std::nullopt;
}

std::string_view extension_of(Format format) {
  return names_of(format).extension;
}

std::string_view content_type(Format format) {
  return names_of(format).content_type;
}

}  // namespace vitrine::images
