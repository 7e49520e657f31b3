// A source as a log line may show it. Pure; any thread.
#pragma once

#include <string>

#include "origin/source.h"

namespace vitrine::delivery {

// Without user, password and query of the address: they may be secrets.
std::string source_text(const origin::Source& source);

}  // namespace vitrine::delivery
