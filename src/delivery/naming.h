// The names under which originals and results are stored, and the ETag of a result. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "images/recipe.h"
#include "images/render.h"
#include "origin/origins.h"

namespace vitrine::delivery {

// The group that an original and its results share: SHA-256 of Source::key(), in hex.
std::string source_id(std::string_view source_key);

// SHA-256 in hex of what tells one state of an original from the next: its bytes...
std::string fingerprint_of_bytes(std::string_view original);
// ...or, for files and uploads, which are looked at every few seconds and not read for it, what
// their folder says about them.
std::string fingerprint_of_file(std::string_view source_key, const origin::Validators& validators);

// 16 hex digits that change with the original, with the encoder, and with the way that pictures go.
std::string version_of(std::string_view fingerprint, const images::Limits& limits);

// One result of an original, in the negative cache and among the flights. `item` is the recipe's
// name.
std::string result_key(std::string_view source_key, std::string_view item);
// "<version>-w500-q80.webp": the file name of a result.
std::string result_name(std::string_view version, const images::Recipe& recipe);
// The same in quotes. Strong, and different for every representation: the recipe's name says size,
// quality, options and format.
std::string etag_of(std::string_view result_name);

}  // namespace vitrine::delivery
