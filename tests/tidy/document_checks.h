// Documents: that they keep up with the program and with each other.
#pragma once

#include "tidy/repository.h"

namespace vitrine::tidy {

// A document has one title, `# …`, and begins with it.
Findings check_titles(const Repository& repository);
// A link to a file of the repository leads to one. `exists` is asked for paths from its root.
Findings check_links(const Repository& repository,
                     const std::function<bool(const std::string&)>& exists);
// docs/operating.md names every metric of the program, and no other.
Findings check_metrics(const Repository& repository);

}  // namespace vitrine::tidy
