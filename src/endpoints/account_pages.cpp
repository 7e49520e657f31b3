#include "endpoints/account_pages.h"

#include <fmt/format.h>

#include "account_texts.h"
#include "endpoints/html.h"

namespace vitrine::endpoints {

namespace {

using accounts::Registration;

void replace(std::string& text, std::string_view place, std::string_view with) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + with.size()))
    text.replace(at, place.size(), with);
}

http::Response page(int status, std::string_view title, std::string_view content) {
  std::string html(embedded::kAccountPage);
  replace(html, "{title}", title);
  replace(html, "{content}", content);
  auto response = http::Response::html(status, std::move(html));
  response.header("Cache-Control", "no-store");
  response.header("Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  response.header("Referrer-Policy", "same-origin");
  response.header("X-Content-Type-Options", "nosniff");
  return response;
}

std::string message_of(const AccountForm& form) {
  if (form.message.empty()) return {};
  return fmt::format("<p class=\"wrong\" role=\"alert\">{}</p>\n", escape_html(form.message));
}

std::string hidden_next(const AccountForm& form) {
  if (form.next.empty()) return {};
  return fmt::format("<input type=\"hidden\" name=\"next\" value=\"{}\">\n",
                     escape_html(form.next));
}

std::string other(const AccountForm& form,
                  std::string_view question,
                  std::string_view path,
                  std::string_view link) {
  std::string next;
  if (!form.next.empty()) {
    next = "?next=";
    // What a path may have and a query may not.
    for (const char c : form.next) {
      if (c == '&' || c == '+' || c == '#' || c == '%' || c == '"' || c == '\'' || c == '<' ||
          c == '>') {
        next += fmt::format("%{:02X}", static_cast<unsigned char>(c));
      } else {
        next += c;
      }
    }
  }
  return fmt::format(
      "<p class=\"other\">{} <a href=\"{}{}\">{}</a></p>\n", question, path, next, link);
}

}  // namespace

http::Response login_page(const AccountForm& form, Registration registration, bool can_refresh) {
  auto content = message_of(form);
  if (can_refresh && form.message.empty()) {
    content += fmt::format(
        "<p class=\"lead\">You were here before, and have been away for a while.</p>\n"
        "<form method=\"post\" action=\"/account/refresh\">\n{}"
        "<button>Continue</button>\n</form>\n"
        "<p class=\"other\">Or log in anew:</p>\n",
        hidden_next(form));
  }
  content += fmt::format(
      "<form method=\"post\" action=\"/account/login\">\n{}"
      "<label>Name<input name=\"username\" value=\"{}\" autocomplete=\"username\" "
      "autocapitalize=\"none\" spellcheck=\"false\" required{}></label>\n"
      "<label>Password<input name=\"password\" type=\"password\" "
      "autocomplete=\"current-password\" required{}></label>\n"
      "<button>Log in</button>\n</form>\n",
      hidden_next(form),
      escape_html(form.name),
      form.name.empty() ? " autofocus" : "",
      form.name.empty() ? "" : " autofocus");
  if (registration != Registration::closed) {
    content += other(form, "No account yet?", "/register", "Sign up");
  }
  return page(form.status, "Log in", content);
}

http::Response register_page(const AccountForm& form, Registration registration) {
  if (registration == Registration::closed) {
    return page(form.status == 200 ? 403 : form.status,
                "Sign up",
                "<p class=\"lead\">Registration is closed. Ask whoever runs this place.</p>\n" +
                    other(form, "You have an account?", "/login", "Log in"));
  }
  auto content = message_of(form);
  if (registration == Registration::first && form.message.empty()) {
    content +=
        "<p class=\"lead\">The first account is the operator's; after it registration is "
        "closed.</p>\n";
  }
  content += fmt::format(
      "<form method=\"post\" action=\"/account/register\">\n{}"
      "<label>Name<input name=\"username\" value=\"{}\" autocomplete=\"username\" "
      "autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"64\" required{}></label>\n"
      "<label>Password <small>8 characters or more</small><input name=\"password\" "
      "type=\"password\" autocomplete=\"new-password\" minlength=\"8\" required{}></label>\n"
      "<button>Sign up</button>\n</form>\n",
      hidden_next(form),
      escape_html(form.name),
      form.name.empty() ? " autofocus" : "",
      form.name.empty() ? "" : " autofocus");
  content += other(form, "You have an account?", "/login", "Log in");
  return page(form.status, "Sign up", content);
}

}  // namespace vitrine::endpoints
