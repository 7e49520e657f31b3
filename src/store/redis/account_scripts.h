// The tables of people, sessions and keys on Redis, and every change of them: each script is whole.
//
// All keys begin with KEYS[1], "{vitrine:accounts}:", whose hash tag keeps them on one node of a
// cluster, so that a script may touch any of them:
//
//   people              sorted set   folded names
//   person:FOLDED       hash         id name password role created
//   name-of             hash         id of a person to their folded name
//   session:ID          hash         person created seen ends address agent
//   sessions-of:PERSON  sorted set   ids by `created`
//   session-ends        sorted set   ids by `ends`
//   token:HEX           hash         session refreshes spent
//   tokens-of:SESSION   sorted set   HEX by the order in which they were given
//   key:ID              hash         name scopes created used revoked
//   key-of              hash         HEX to id
//   keys                sorted set   ids by `created`
//
// Times are milliseconds since 1970, as text. Answers are lists of texts; '' is what is not there.
#pragma once

#include "store/redis/script.h"

namespace vitrine::store::redis {

// folded id name password role created only-first people-max -> yes | taken | not_first | full
extern const Script kAddPersonScript;
// folded role -> yes | no
extern const Script kSetRoleScript;
// id before after -> yes | no
extern const Script kReplacePasswordScript;

// id person created ends address agent session-token refresh-token sessions-max -> yes
extern const Script kOpenSessionScript;
// token next-session-token next-refresh-token now grace refresh-max session-max unspent-max
// -> unknown | refused SHOWN | reused SHOWN | yes SHOWN
extern const Script kRefreshSessionScript;
// token -> SHOWN, or nothing. SHOWN: id person created seen ends address agent name role spent
// refreshes
extern const Script kShownScript;
// id seen -> yes
extern const Script kTouchSessionScript;
// person now -> (id person created seen ends address agent)…
extern const Script kSessionsScript;
// person id -> yes | no
extern const Script kEndSessionScript;

// id token name scopes created used revoked keys-max -> yes | no
extern const Script kAddKeyScript;
// token -> KEY, or nothing. KEY: id name scopes created used revoked
extern const Script kKeyOfScript;
// -> KEY…
extern const Script kKeysScript;
// id now -> yes | no
extern const Script kRevokeKeyScript;
// id used -> yes
extern const Script kTouchKeyScript;
// folded -> id folded name password role created, or nothing
extern const Script kPersonScript;
// limit -> (id folded name password role created)…
extern const Script kPeopleScript;

}  // namespace vitrine::store::redis
