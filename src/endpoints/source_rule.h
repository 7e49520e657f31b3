// `?source=URL`: an original from elsewhere, for hosts that the configuration allows or for URLs
// that somebody with the key has signed (signature.h). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "endpoints/pictures_config.h"
#include "failure/result.h"
#include "http/request.h"
#include "origin/source.h"

namespace vitrine::endpoints {

// Absent when the request names no source. not_allowed for a host that is not allowed or a wrong
// signature; bad_request for a URL that is not absolute http or https, or that carries a password.
Result<std::optional<origin::Source>> source_of(const http::Request& request,
                                                const PicturesConfig& config);

}  // namespace vitrine::endpoints
