#include "endpoints/namespaces.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "endpoints/picture_name.h"
#include "endpoints/upload_places.h"

namespace vitrine::endpoints {

namespace {

constexpr std::string_view kId = "{id}";
constexpr std::chrono::seconds kBrief{60};

std::string cache_control_of(std::chrono::seconds time) {
  return "public, max-age=" + std::to_string(time.count());
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

[[noreturn]] void refuse(const std::string& name, const std::string& reason) {
  throw std::runtime_error("namespaces." + name + ": " + reason);
}

}  // namespace

void append_url_encoded(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c) || c == '/') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

Result<void> check_id(std::string_view id) {
  if (id.size() > 1024) {
    return fail(FailureKind::bad_request,
                "The id is " + std::to_string(id.size()) + " bytes long; the limit is 1024");
  }
  std::size_t start = 0;
  while (true) {
    const auto end = std::min(id.find('/', start), id.size());
    const auto segment = id.substr(start, end - start);
    if (segment.empty() || segment == "." || segment == ".." ||
        segment.find('\\') != std::string_view::npos) {
      return fail(FailureKind::bad_request,
                  "The id \"" + std::string(id) + "\" has the segment \"" + std::string(segment) +
                      "\"; segments may not be empty, '.', '..' or contain a backslash");
    }
    if (end == id.size()) return {};
    start = end + 1;
  }
}

Namespace::Namespace(const NamespaceConfig& config, int default_quality)
    : name_(config.name),
      enlarge_(config.enlarge),
      linear_light_(config.linear_light),
      keep_copyright_(config.keep_copyright),
      popular_auto_(config.popular_auto),
      cache_control_(cache_control_of(config.cache_for)),
      brief_cache_control_(cache_control_of(std::min(config.cache_for, kBrief))) {
  parse_origin(config.origin);
  popular_ =
      std::make_shared<const std::vector<images::Recipe>>(parse_popular(config, default_quality));
}

void Namespace::parse_origin(const std::string& origin) {
  if (origin == kUploadsOrigin) {
    kind_ = origin::SourceKind::blob;
    uploads_ = true;
    return;
  }
  const auto id = origin.find(kId);
  if (id == std::string::npos) refuse(name_, "origin \"" + origin + "\" has no {id}");
  if (origin.find(kId, id + 1) != std::string::npos) {
    refuse(name_, "origin \"" + origin + "\" has {id} twice");
  }
  prefix_ = origin.substr(0, id);
  suffix_ = origin.substr(id + kId.size());
  if (prefix_.starts_with("http://") || prefix_.starts_with("https://")) {
    kind_ = origin::SourceKind::http;
    if (prefix_.find('/', prefix_.find("//") + 2) == std::string::npos) {
      refuse(name_, "origin \"" + origin + "\" has {id} in its host name");
    }
  } else if (prefix_.starts_with("file:")) {
    kind_ = origin::SourceKind::file;
    // Not absolute(), which refuses the empty path of "file:{id}.jpg".
    const auto path = (std::filesystem::current_path() / prefix_.substr(5)).lexically_normal();
    prefix_ = path.string();
    root_ = prefix_.substr(0, prefix_.rfind('/'));
    if (root_.empty()) root_ = "/";
  } else if (prefix_.starts_with("blobs:")) {
    kind_ = origin::SourceKind::blob;
    prefix_ = prefix_.substr(6);
  } else if (prefix_.starts_with("drawn:")) {
    kind_ = origin::SourceKind::drawn;
    prefix_ = prefix_.substr(6);
  } else {
    refuse(
        name_,
        "origin \"" + origin + "\" begins with none of http://, https://, file:, blobs:, drawn:");
  }
}

std::vector<images::Recipe> Namespace::parse_popular(const NamespaceConfig& config,
                                                     int default_quality) {
  std::vector<images::Recipe> recipes;
  for (const auto& text : config.popular) {
    const auto named = parse_picture_file(text, default_quality);
    if (!named) refuse(name_, "popular \"" + text + "\": " + named.error().public_message);
    if (named->automatic) refuse(name_, "popular \"" + text + "\": auto is not one format");
    auto recipe = named->recipe;
    complete(recipe);
    recipes.push_back(recipe);
  }
  return recipes;
}

void Namespace::complete(images::Recipe& recipe) const {
  recipe.enlarge = enlarge_;
  recipe.linear_light = linear_light_;
  recipe.keep_copyright = keep_copyright_;
}

Result<origin::Source> Namespace::source(std::string_view id) const {
  TRY_VOID(check_id(id));
  origin::Source source;
  source.kind = kind_;
  if (uploads_) {
    source.address = original_place(name_, id);
    return source;
  }
  source.root = root_;
  source.address.reserve(prefix_.size() + id.size() + suffix_.size());
  source.address += prefix_;
  if (kind_ == origin::SourceKind::http) {
    append_url_encoded(id, source.address);
  } else {
    source.address += id;
  }
  source.address += suffix_;
  return source;
}

}  // namespace vitrine::endpoints
