#include "tidy/room_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tidy/cmake_text.h"
#include "tidy/code_text.h"

namespace vitrine::tidy {

namespace {

// From the ground up, as docs/architecture.md draws them.
const std::map<std::string, int> kLevels = {
    {"failure", 1},  {"json", 2},         {"observe", 2},     {"crypto", 2},   {"runtime", 2},
    {"images", 3},   {"origin", 3},       {"blobs", 3},       {"cache", 3},    {"http", 4},
    {"delivery", 4}, {"tallies", 4},      {"sales", 4},       {"accounts", 4}, {"jobs", 4},
    {"live", 4},     {"store_sqlite", 5}, {"store_redis", 5}, {"feed", 5},     {"endpoints", 5},
    {"app", 6},
};

const std::set<std::pair<std::string, std::string>> kWithinALevel = {
    {"origin", "blobs"},
    {"cache", "blobs"},
    {"endpoints", "feed"},
};

struct Library {
  std::string_view header;  // begins with
  std::set<std::string> rooms;
};

// What is not named here (the standard library, POSIX, fmt) is free for all.
const std::vector<Library> kLibraries = {
    {"jpeglib.h", {"images"}},
    {"libdeflate.h", {"images"}},
    {"vips/", {"images"}},
    {"webp/", {"images"}},
    {"curl/", {"feed", "origin"}},
    {"openssl/", {"crypto", "http"}},
    {"boost/beast", {"http"}},
    {"boost/asio",
     {"runtime",
      "http",
      "origin",
      "cache",
      "delivery",
      "tallies",
      "sales",
      "accounts",
      "jobs",
      "live",
      "store_sqlite",
      "store_redis"}},
    {"boost/json", {"app", "endpoints"}},
    {"boost/url", {"origin", "endpoints"}},
    {"boost/program_options", {"app"}},
    {"spdlog/", {"observe"}},
    {"prometheus/", {"observe"}},
    {"jemalloc/", {"app"}},
    {"sqlite3", {"store_sqlite"}},
    {"hiredis", {"store_redis"}},
    {"utf8proc", {"sales"}},
    {"date/", {"sales"}},
};

// What each room of src USES; a folder may hold several libraries.
std::map<std::string, std::set<std::string>> declared_edges(const Repository& repository) {
  std::map<std::string, std::set<std::string>> edges;
  for (const auto& file : repository) {
    if (file.top() != "src" || file.name() != "CMakeLists.txt" || file.room().empty()) continue;
    auto& uses = edges[file.room()];
    std::set<std::string> own;
    for (const auto& call : cmake_calls(file.text)) {
      if (call.function != "add_room") continue;
      own.insert(call.arguments.front());
      for (const auto& room : call.behind("USES")) uses.insert(room);
    }
    // Libraries of one folder are one room.
    for (const auto& library : own) uses.erase(library);
  }
  return edges;
}

}  // namespace

Findings check_declared_edges(const Repository& repository) {
  Findings findings;
  const auto edges = declared_edges(repository);
  for (const auto& file : repository) {
    // `app` sees everything.
    if (file.top() != "src" || !file.is_code() || file.room() == "app") continue;
    for (const auto& include : includes_of(file.text)) {
      if (!include.quoted) continue;
      const auto slash = include.path.find('/');
      if (slash == std::string::npos) {
        // Only what the build makes has no room, and is found beside the objects.
        const auto folder = file.path.substr(0, file.path.rfind('/') + 1);
        if (find(repository, folder + include.path) == nullptr) continue;
        findings.push_back(finding(
            file,
            include.line,
            "includes " + include.path + ": write the folder " + folder.substr(4) + " too"));
        continue;
      }
      const auto room = room_of(include.path);
      if (room == file.room()) continue;
      const auto own = edges.find(file.room());
      if (own != edges.end() && own->second.contains(room)) continue;
      findings.push_back(finding(file,
                                 include.line,
                                 "includes " + include.path + ", but the CMakeLists.txt of " +
                                     file.room() + " does not say that it USES " + room));
    }
  }
  return findings;
}

Findings check_levels(const Repository& repository) {
  Findings findings;
  for (const auto& [room, uses] : declared_edges(repository)) {
    const auto level = kLevels.find(room);
    if (level == kLevels.end()) {
      findings.push_back("src/" + room +
                         ": has no level; docs/architecture.md and tests/tidy give it one");
      continue;
    }
    for (const auto& used : uses) {
      const auto below = kLevels.find(used);
      if (below == kLevels.end()) {
        findings.push_back("src/" + room + ": USES " + used + ", which is no room");
      } else if (below->second >= level->second && !kWithinALevel.contains({room, used})) {
        findings.push_back("src/" + room + ": USES " + used + ", which is not below it");
      }
    }
  }
  return findings;
}

Findings check_libraries(const Repository& repository) {
  Findings findings;
  for (const auto& file : repository) {
    if (file.top() != "src" || !file.is_code()) continue;
    for (const auto& include : includes_of(file.text)) {
      if (include.quoted) continue;
      for (const auto& library : kLibraries) {
        if (!include.path.starts_with(library.header)) continue;
        if (library.rooms.contains(file.room())) continue;
        findings.push_back(finding(
            file, include.line, "includes " + include.path + ", which is not for this room"));
      }
    }
  }
  return findings;
}

Findings check_listed_sources(const Repository& repository) {
  std::set<std::string> listed;
  for (const auto& file : repository) {
    if (file.name() != "CMakeLists.txt") continue;
    const auto folder = file.path.substr(0, file.path.size() - file.name().size());
    for (const auto& call : cmake_calls(file.text)) {
      for (const auto& word : call.arguments) {
        if (word.ends_with(".cpp")) listed.insert(folder + word);
      }
    }
  }
  Findings findings;
  for (const auto& file : repository) {
    if (file.is_cpp() && !listed.contains(file.path)) {
      findings.push_back(file.path + ": no CMakeLists.txt names it, so nobody compiles it");
    }
  }
  return findings;
}

}  // namespace vitrine::tidy
