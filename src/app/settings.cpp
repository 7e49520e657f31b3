#include "app/settings.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace vitrine::app {

namespace {

char loosely(char c) {
  if (c == '.' || c == '-') return '_';
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string loosely(std::string_view name) {
  std::string out(name);
  std::ranges::transform(out, out.begin(), [](char c) { return loosely(c); });
  return out;
}

// Levenshtein's distance, one row of the table at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> rows = [] {
    std::vector<Setting> all;
    add_server_settings(all);
    add_picture_settings(all);
    add_counting_settings(all);
    add_sales_settings(all);
    add_upload_settings(all);
    add_account_settings(all);
    add_limit_settings(all);
    add_sales_limits(all);
    add_upload_limits(all);
    add_live_settings(all);
    return all;
  }();
  return rows;
}

const Setting* find_setting(std::string_view key) {
  const auto found = std::ranges::find(settings(), key, &Setting::key);
  return found == settings().end() ? nullptr : &*found;
}

bool is_section(std::string_view name) {
  const auto prefix = std::string(name) + ".";
  return std::ranges::any_of(settings(),
                             [&](const Setting& row) { return row.key.starts_with(prefix); });
}

const Setting* find_setting_loosely(std::string_view name) {
  const auto wanted = loosely(name);
  for (const auto& row : settings()) {
    if (loosely(row.key) == wanted) return &row;
  }
  return nullptr;
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  // Names are short; a stranger's long one is not worth a table of distances.
  constexpr std::size_t kBytesMax = 100;
  if (name.size() > kBytesMax) return {};
  const auto wanted = loosely(name);
  std::string best;
  auto best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const auto far = distance(wanted, loosely(candidate));
    if (far >= best_distance) continue;
    best = candidate;
    best_distance = far;
  }
  return best;
}

std::string suggested_key(std::string_view name) {
  std::vector<std::string> keys;
  for (const auto& row : settings()) {
    // "render_queue" means limits.render_queue, however far apart the two are by letters.
    if (row.key.ends_with("." + loosely(name))) return row.key;
    keys.push_back(row.key);
  }
  return nearest(name, keys);
}

std::string suggestion(std::string_view name) {
  const auto key = suggested_key(name);
  return key.empty() ? "" : "; did you mean " + key + "?";
}

}  // namespace vitrine::app
