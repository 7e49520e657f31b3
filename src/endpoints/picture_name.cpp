#include "endpoints/picture_name.h"

#include <algorithm>
#include <array>

#include "http/accept.h"

namespace vitrine::endpoints {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

bool allows(const std::vector<std::string>& extensions, std::string_view extension) {
  return std::ranges::find(extensions, extension) != extensions.end();
}

Result<void> check_side(const char* side, std::uint32_t asked, std::uint32_t maximum) {
  if (asked <= maximum) return {};
  return fail(FailureKind::not_accepted,
              "The " + std::string(side) + " " + std::to_string(asked) +
                  " is over the maximum of " + std::to_string(maximum));
}

}  // namespace

Result<PictureName> parse_picture_file(std::string_view file, int default_quality) {
  const auto dot = file.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return fail(FailureKind::not_found,
                "404 image not available. \"" + std::string(file) +
                    "\" is no picture name; expected for example w500.jpg");
  }
  PictureName name;
  name.size = file.substr(0, dot);
  name.extension = file.substr(dot + 1);
  name.automatic = name.extension == "auto";
  if (!name.automatic) {
    const auto format = images::format_of_extension(name.extension);
    if (!format) {
      return fail(FailureKind::not_found,
                  "404 image not available. The extension \"" + std::string(name.extension) +
                      "\" is none of jpg, jpeg, png, webp, avif, gif, auto");
    }
    name.recipe.format = *format;
  }
  TRY(const auto size, images::parse_size(name.size));
  name.recipe.fit = size.fit;
  name.recipe.width = size.width;
  name.recipe.height = size.height;
  name.recipe.quality = size.quality.value_or(default_quality);
  return name;
}

Result<void> check_allowed(const PictureName& name, const PicturesConfig& config) {
  if (!name.automatic && !allows(config.extensions, name.extension)) {
    return fail(FailureKind::not_found,
                "404 image not available. The extension \"" + std::string(name.extension) +
                    "\" is not served here; allowed are " + joined(config.extensions));
  }
  TRY_VOID(check_side("width", name.recipe.width, config.width_max));
  return check_side("height", name.recipe.height, config.height_max);
}

images::Format choose_format(const http::Request& request,
                             const std::vector<std::string>& extensions) {
  using images::Format;

  struct Candidate {
    Format format;
    std::string_view extension;
    std::string_view type;
  };

  // In order of preference where the browser is indifferent.
  static constexpr std::array<Candidate, 2> kSmaller = {{
      {Format::avif, "avif", "image/avif"},
      {Format::webp, "webp", "image/webp"},
  }};
  auto best = Format::jpeg;
  int best_quality = http::acceptance_of(request, "image/jpeg").quality;
  for (const auto& candidate : kSmaller) {
    if (!allows(extensions, candidate.extension)) continue;
    const auto acceptance = http::acceptance_of(request, candidate.type);
    if (!acceptance.by_name() || acceptance.quality == 0) continue;
    const bool smaller_wins_tie = acceptance.quality == best_quality && best == Format::jpeg;
    if (acceptance.quality > best_quality || smaller_wins_tie) {
      best = candidate.format;
      best_quality = acceptance.quality;
    }
  }
  return best;
}

}  // namespace vitrine::endpoints
