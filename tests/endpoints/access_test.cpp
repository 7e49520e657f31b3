#include "endpoints/access.h"

#include <string>

#include <gtest/gtest.h>

#include "accounts/room.h"
#include "endpoints/ask.h"

namespace vitrine::endpoints {
namespace {

using accounts::Right;
using testing::await;

// Who comes, and what they are told when they ask for something that needs a right.
class Guarded : public accounts::Room {
 protected:
  int status(Right right,
             std::vector<http::HeaderField> headers,
             http::Method method = http::Method::put) {
    auto answer = ask(right, std::move(headers), method);
    return answer ? answer->status() : http::status_of(answer.error().kind);
  }

  Result<http::Response> ask(Right right,
                             std::vector<http::HeaderField> headers,
                             http::Method method = http::Method::put) {
    headers.push_back({"Host", "shop.example"});
    http::Request request;
    request.method = method;
    request.target = "/campaigns/july?x=1&y=2";
    request.headers = headers;
    const auto handler = access.guarded(
        right, [](const http::Request&) -> http::Answer { return http::Response(204); });
    auto answer = handler(request);
    if (auto* result = std::get_if<Result<http::Response>>(&answer)) return std::move(*result);
    return await(std::get<Task<Result<http::Response>>>(std::move(answer)));
  }

  std::string key(accounts::Scopes scopes) {
    return "Bearer " + await(accounts.keys.create("test", scopes))->text;
  }

  std::string session(const std::string& name, accounts::Role role) {
    const auto admitted = join(name).value();
    EXPECT_TRUE(await(accounts.logins.set_role(name, role)));
    return "vitrine-session=" + admitted.session_token;
  }

  Access access{{.operator_key = "the operators' key"}, accounts};
};

TEST_F(Guarded, RoutesTellNobodyToLogIn) {
  EXPECT_EQ(status(Right::view, {}), 401);
  const auto answer = ask(Right::view, {}).value();
  EXPECT_NE(answer.header_lines().find("WWW-Authenticate: Bearer"), std::string_view::npos);
  for (const char* header :
       {"", "Bearer", "Bearer ", "Bearer wrong", "Basic dGVzdA==", "Bearer vk_short"}) {
    EXPECT_EQ(status(Right::view, {{"Authorization", header}}), 401) << header;
  }
  EXPECT_EQ(status(Right::view, {{"Cookie", "vitrine-session=made-up"}}), 401);
}

TEST_F(Guarded, RoutesSendBrowsersToTheLoginAndBack) {
  const auto answer =
      ask(Right::view, {{"Accept", "text/html,*/*;q=0.8"}}, http::Method::get).value();
  EXPECT_EQ(answer.status(), 302);
  EXPECT_NE(answer.header_lines().find("Location: /login?next=/campaigns/july%3Fx%3D1%26y%3D2\r\n"),
            std::string_view::npos)
      << answer.header_lines();
  EXPECT_EQ(status(Right::view, {{"Accept", "text/html"}}), 401) << "a change cannot be done again";
}

TEST_F(Guarded, RoutesKnowTheOperatorsKey) {
  for (const auto right : {Right::view, Right::write_purchases, Right::operate}) {
    EXPECT_EQ(status(right, {{"Authorization", "Bearer the operators' key"}}), 204);
  }
  Access without({}, accounts);
  http::Request request;
  const std::vector<http::HeaderField> headers = {{"Authorization", "Bearer "}};
  request.headers = headers;
  EXPECT_FALSE(without.known(request)->is_somebody());
}

TEST_F(Guarded, RoutesAskForTheScopeOfAKey) {
  struct Row {
    accounts::Scopes scopes;
    int view;
    int write;
    int operate;
  };

  for (const auto& row : {Row{{Right::view}, 204, 403, 403},
                          Row{{Right::write_purchases}, 403, 204, 403},
                          Row{{Right::operate}, 204, 204, 204}}) {
    const auto text = key(row.scopes);
    for (int again = 0; again < 2; ++again) {
      EXPECT_EQ(status(Right::view, {{"Authorization", text}}), row.view) << row.scopes.text();
      EXPECT_EQ(status(Right::write_purchases, {{"Authorization", text}}), row.write);
      EXPECT_EQ(status(Right::operate, {{"Authorization", text}}), row.operate);
    }
  }
}

TEST_F(Guarded, RoutesAskForTheRoleOfAPerson) {
  const auto viewer = session("anna", accounts::Role::viewer);
  const auto boss = session("berta", accounts::Role::operator_);
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(status(Right::view, {{"Cookie", viewer}}), 204);
    EXPECT_EQ(status(Right::operate, {{"Cookie", viewer}}), 403);
    EXPECT_EQ(status(Right::operate, {{"Cookie", boss}}), 204);
  }
}

TEST_F(Guarded, ChangesFromOtherSitesAreRefused) {
  const auto boss = session("berta", accounts::Role::operator_);
  EXPECT_EQ(status(Right::operate, {{"Cookie", boss}, {"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(status(Right::operate, {{"Cookie", boss}, {"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(status(Right::operate, {{"Cookie", boss}, {"Sec-Fetch-Site", "same-origin"}}), 204);
  EXPECT_EQ(
      status(Right::view, {{"Cookie", boss}, {"Sec-Fetch-Site", "cross-site"}}, http::Method::get),
      204)
      << "following a link to us changes nothing";
  EXPECT_EQ(status(Right::operate,
                   {{"Authorization", key({Right::operate})}, {"Sec-Fetch-Site", "cross-site"}}),
            204)
      << "nobody else has the key";
}

TEST_F(Guarded, AKeyIsTakenBeforeACookie) {
  const auto boss = session("berta", accounts::Role::operator_);
  EXPECT_EQ(status(Right::operate, {{"Cookie", boss}, {"Authorization", "Bearer wrong"}}), 401);
}

TEST_F(Guarded, RoutesFailWhenTheStoreIsAway) {
  const auto text = key({Right::view});
  store.away = true;
  EXPECT_EQ(status(Right::view, {{"Authorization", text}}), 503);
  EXPECT_EQ(status(Right::operate, {{"Authorization", "Bearer the operators' key"}}), 204);
}

}  // namespace
}  // namespace vitrine::endpoints
