#include "images/drawing/letters.h"

#include <glib.h>

#include <fmt/format.h>

#include "images/label.h"

namespace vitrine::images {

namespace {

// A text of one line that reads the way its letters do. Marks that turn the direction would let it
// say something else than it does; U+FFFE and U+FFFF must not be in XML.
bool is_text(gunichar c) {
  const bool turns = c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
                     (c >= 0x2066 && c <= 0x2069);
  if (turns || c == 0xfffe || c == 0xffff) return false;
  switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return false;
    default:
      return true;
  }
}

// `text` is valid UTF-8 without a zero.
template <typename Test>
bool any_character(std::string_view text, Test test) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; at < end; at = g_utf8_next_char(at)) {
    if (test(g_utf8_get_char(at))) return true;
  }
  return false;
}

}  // namespace

Result<void> check_label_text(std::string_view text) {
  if (text.size() > kLabelTextBytesMax) {
    return fail(FailureKind::bad_request,
                fmt::format("The text of a label has {} bytes; at most {} are drawn",
                            text.size(),
                            kLabelTextBytesMax));
  }
  // A zero is not valid either.
  if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) == FALSE) {
    return fail(FailureKind::bad_request, "The text of a label is not UTF-8");
  }
  gunichar refused = 0;
  const bool has_other = any_character(text, [&refused](gunichar c) {
    refused = c;
    return !is_text(c);
  });
  if (!has_other) return {};
  return fail(
      FailureKind::bad_request,
      fmt::format("The text of a label has the character U+{:04X}, which is no text", refused));
}

std::string drawable(std::string_view text, std::size_t characters_max) {
  const char* end = text.data();
  g_utf8_validate_len(text.data(), text.size(), &end);
  std::string drawn;
  std::size_t last = 0;
  std::size_t characters = 0;
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    if (!is_text(g_utf8_get_char(at))) continue;
    if (++characters > characters_max) return drawn.substr(0, last) + "…";
    last = drawn.size();
    const char* const next = g_utf8_next_char(at);
    drawn.append(at, next);
  }
  return drawn;
}

bool has_visible(std::string_view text) {
  return any_character(
      text, [](gunichar c) { return g_unichar_isgraph(c) != FALSE && !g_unichar_iszerowidth(c); });
}

}  // namespace vitrine::images
