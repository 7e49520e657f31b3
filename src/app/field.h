// FIELD(a.b): the function that gives back that field of an object, const or not.
#pragma once

// A macro, because a member of a member has no other short name in C++; parentheses around its path
// would be no path. NOLINTNEXTLINE(bugprone-macro-parentheses)
#define FIELD(path) [](auto& object) -> auto& { return object.path; }
