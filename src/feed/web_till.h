// A till behind `POST /purchases`.
#pragma once

#include <string>

#include "feed/till.h"
#include "feed/web.h"

namespace vitrine::feed {

// `web` outlives the till. `url`: the whole address, "http://127.0.0.1:7001/purchases".
Till web_till(Web& web, std::string url, std::string key);

// What an answer with this status means for what was sent.
Taken meaning_of(int status);

}  // namespace vitrine::feed
