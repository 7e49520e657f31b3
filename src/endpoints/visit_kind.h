// Who asks: somebody, a robot that says so, or a browser that fetches ahead of its reader. Pure;
// any thread.
#pragma once

#include "http/request.h"
#include "tallies/operation.h"

namespace vitrine::endpoints {

// Prefetch: Sec-Purpose (Fetch standard), Purpose, X-Purpose or X-Moz says so. Bot: the User-Agent
// has one of the words by which robots declare themselves.
tallies::Visit visit_of(const http::Request& request);

bool is_prefetch(const http::Request& request);

// Sec-GPC: 1 (Global Privacy Control) or DNT: 1.
bool asks_for_privacy(const http::Request& request);

}  // namespace vitrine::endpoints
