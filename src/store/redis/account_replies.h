// What scripts about accounts answer (account_scripts.h), as the room's words.
#pragma once

#include <cstddef>

#include "accounts/api_key.h"
#include "accounts/person.h"
#include "accounts/session.h"
#include "store/redis/reply.h"

namespace vitrine::store::redis {

accounts::Person person_in(const ReplyView& row);
// `before`: how many members of the answer stand in front of the session.
accounts::Session session_in(const ReplyView& row, std::size_t before = 0);
accounts::LiveSession live_in(const ReplyView& row, std::size_t before = 0);
accounts::ApiKey key_in(const ReplyView& row);

}  // namespace vitrine::store::redis
