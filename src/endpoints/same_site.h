// Is a request that changes something one of our own pages', and not one that another site made a
// browser send with our cookies? Pure.
#pragma once

#include <string_view>

#include "http/request.h"

namespace vitrine::endpoints {

// Every browser of the last years says with Sec-Fetch-Site where a request comes from; older ones
// say it with Origin. Programs say neither, and have no cookies that anybody could use.
bool is_same_site(const http::Request& request);

// GET and HEAD change nothing.
bool changes_something(http::Method method);

// Is it a path of ours, to go on to after a login: "/", not "//host", nothing that a browser would
// read as one, at most 1,024 visible characters?
bool is_own_path(std::string_view path);

}  // namespace vitrine::endpoints
