#include "tidy/document_checks.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace vitrine::tidy {

namespace {

// Calls `visit` for each line outside of ``` fences.
void each_prose_line(std::string_view text,
                     const std::function<void(std::string_view, int)>& visit) {
  bool fenced = false;
  each_line(text, [&](std::string_view line, int number) {
    if (line.starts_with("```")) {
      fenced = !fenced;
    } else if (!fenced) {
      visit(line, number);
    }
  });
}

// "](target)" of each link in a line, without "#part".
std::vector<std::string> link_targets(std::string_view line) {
  std::vector<std::string> targets;
  for (auto at = line.find("]("); at != std::string_view::npos; at = line.find("](", at + 1)) {
    const auto end = line.find(')', at);
    if (end == std::string_view::npos) break;
    const auto target = line.substr(at + 2, end - at - 2);
    targets.emplace_back(target.substr(0, target.find('#')));
  }
  return targets;
}

constexpr std::string_view kPrefix = "vitrine_";

bool is_name(char c) {
  return std::islower(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// Every vitrine_… in `text` that `before` stands in front of.
std::set<std::string> metrics_in(std::string_view text, char before) {
  std::set<std::string> names;
  for (auto at = text.find(kPrefix); at != std::string_view::npos;
       at = text.find(kPrefix, at + 1)) {
    if (at == 0 || text[at - 1] != before) continue;
    auto end = at;
    while (end < text.size() && is_name(text[end])) ++end;
    names.emplace(text.substr(at, end - at));
  }
  return names;
}

}  // namespace

Findings check_titles(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_document()) continue;
    int titles = 0;
    each_prose_line(file.text, [&](std::string_view line, int number) {
      if (!line.starts_with("# ")) return;
      if (++titles > 1) findings.push_back(finding(file, number, "is a second title"));
    });
    if (!file.text.starts_with("# "))
      findings.push_back(file.path + ": does not begin with a title");
  }
  return findings;
}

Findings check_links(const Repository& repository,
                     const std::function<bool(const std::string&)>& exists) {
  Findings findings;
  for (const auto& file : repository) {
    if (!file.is_document()) continue;
    const auto folder = std::filesystem::path(file.path).parent_path();
    each_prose_line(file.text, [&](std::string_view line, int number) {
      for (const auto& target : link_targets(line)) {
        if (target.empty() || target.find("://") != std::string::npos) continue;
        const auto path = (folder / target).lexically_normal().generic_string();
        if (exists(path)) continue;
        findings.push_back(finding(file, number, "links to " + path + ", which is not there"));
      }
    });
  }
  return findings;
}

Findings check_metrics(const Repository& repository) {
  std::set<std::string> used;
  for (const auto& file : repository) {
    if (file.top() != "src" || !file.is_code()) continue;
    used.merge(metrics_in(file.text, '"'));
  }
  const auto* const page = find(repository, "docs/operating.md");
  const auto documented = page == nullptr ? std::set<std::string>() : metrics_in(page->text, '`');
  Findings findings;
  for (const auto& name : used) {
    if (!documented.contains(name))
      findings.push_back(name + ": docs/operating.md does not name it");
  }
  for (const auto& name : documented) {
    if (!used.contains(name))
      findings.push_back(name + ": is in docs/operating.md, but not in src");
  }
  return findings;
}

}  // namespace vitrine::tidy
