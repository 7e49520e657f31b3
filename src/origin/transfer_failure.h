// What an error of libcurl means to whoever asked for the picture.
#pragma once

#include <chrono>
#include <string>

#include <curl/curl.h>

#include "failure/failure.h"

namespace vitrine::origin {

// `message` is libcurl's own, which may name addresses: for the log only.
Failure transfer_failure(CURLcode code,
                         std::chrono::milliseconds connect_time_max,
                         const std::string& message);

// "2.5 s".
std::string in_seconds(std::chrono::milliseconds time);

}  // namespace vitrine::origin
