// A whole head to views of its parts: Boost.Beast's parser, used without its containers, and the
// checks that it leaves to its user. Everything that two servers could read in two ways (request
// smuggling) is refused. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "http/head.h"

namespace vitrine::http {

// `bytes` is one head up to and with its empty line, without folded lines (HeadScan sees to both).
// `fields` is emptied and filled; more than `fields_max` of them are refused with 431.
std::optional<Rejection> parse_head(std::string_view bytes,
                                    std::size_t fields_max,
                                    Head& head,
                                    std::vector<HeaderField>& fields);

// The short way for nearly every request: the length of the head that `bytes` begin with, if it is
// whole and acceptable. Absent otherwise; HeadScan and parse_head then say what is wrong.
std::optional<std::size_t> parse_good_head(std::string_view bytes,
                                           std::size_t fields_max,
                                           Head& head,
                                           std::vector<HeaderField>& fields);

}  // namespace vitrine::http
