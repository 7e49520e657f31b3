#include "store/redis/account_scripts.h"

namespace vitrine::store::redis {

namespace {

const std::string kPerson = R"(
local p = KEYS[1]
local function read(key, ...)
  local values = redis.call('HMGET', p .. key, ...)
  for i = 1, #values do values[i] = values[i] or '' end
  return values
end
local function person(folded)
  local v = read('person:' .. folded, 'id', 'name', 'password', 'role', 'created')
  if v[1] == '' then return nil end
  return {v[1], folded, v[2], v[3], v[4], v[5]}
end
)";

const std::string kSession = kPerson + R"(
local function forget(id)
  local owner = redis.call('HGET', p .. 'session:' .. id, 'person')
  for _, token in ipairs(redis.call('ZRANGE', p .. 'tokens-of:' .. id, 0, -1)) do
    redis.call('DEL', p .. 'token:' .. token)
  end
  redis.call('DEL', p .. 'tokens-of:' .. id, p .. 'session:' .. id)
  redis.call('ZREM', p .. 'session-ends', id)
  if owner then redis.call('ZREM', p .. 'sessions-of:' .. owner, id) end
end
local function add_token(token, session, refreshes)
  redis.call('HSET', p .. 'token:' .. token, 'session', session, 'refreshes', refreshes)
  redis.call('ZADD', p .. 'tokens-of:' .. session, redis.call('INCR', p .. 'turn'), token)
end
local function session(id)
  local v = read('session:' .. id, 'person', 'created', 'seen', 'ends', 'address', 'agent')
  if v[1] == '' then return nil end
  return {id, v[1], v[2], v[3], v[4], v[5], v[6]}
end
local function shown(token)
  local t = read('token:' .. token, 'session', 'refreshes', 'spent')
  local s = t[1] ~= '' and session(t[1])
  local folded = s and redis.call('HGET', p .. 'name-of', s[2])
  local who = folded and person(folded)
  if not who then return {} end
  s[8], s[9], s[10], s[11] = who[3], who[5], t[3], t[2]
  return s
end
)";

const std::string kKey = kPerson + R"(
local function key(id)
  local v = read('key:' .. id, 'name', 'scopes', 'created', 'used', 'revoked')
  if v[1] == '' then return nil end
  return {id, v[1], v[2], v[3], v[4], v[5]}
end
)";

}  // namespace

const Script kAddPersonScript{kPerson + R"(
local count = redis.call('ZCARD', p .. 'people')
if ARGV[7] == '1' and count > 0 then return {'not_first'} end
if redis.call('EXISTS', p .. 'person:' .. ARGV[1]) == 1 then return {'taken'} end
if count >= tonumber(ARGV[8]) then return {'full'} end
redis.call('ZADD', p .. 'people', 0, ARGV[1])
redis.call('HSET', p .. 'name-of', ARGV[2], ARGV[1])
redis.call('HSET', p .. 'person:' .. ARGV[1], 'id', ARGV[2], 'name', ARGV[3], 'password', ARGV[4],
           'role', ARGV[5], 'created', ARGV[6])
return {'yes'}
)"};

const Script kSetRoleScript{kPerson + R"(
if redis.call('EXISTS', p .. 'person:' .. ARGV[1]) == 0 then return {'no'} end
redis.call('HSET', p .. 'person:' .. ARGV[1], 'role', ARGV[2])
return {'yes'}
)"};

const Script kReplacePasswordScript{kPerson + R"(
local folded = redis.call('HGET', p .. 'name-of', ARGV[1])
if not folded then return {'no'} end
if redis.call('HGET', p .. 'person:' .. folded, 'password') ~= ARGV[2] then return {'no'} end
redis.call('HSET', p .. 'person:' .. folded, 'password', ARGV[3])
return {'yes'}
)"};

const Script kOpenSessionScript{kSession + R"(
local over = redis.call('ZRANGEBYSCORE', p .. 'session-ends', '-inf', ARGV[3], 'LIMIT', 0, 20)
for _, id in ipairs(over) do forget(id) end
local theirs = p .. 'sessions-of:' .. ARGV[2]
local surplus = redis.call('ZCARD', theirs) - tonumber(ARGV[9]) + 1
if surplus > 0 then
  for _, id in ipairs(redis.call('ZRANGE', theirs, 0, surplus - 1)) do forget(id) end
end
redis.call('HSET', p .. 'session:' .. ARGV[1], 'person', ARGV[2], 'created', ARGV[3],
           'seen', ARGV[3], 'ends', ARGV[4], 'address', ARGV[5], 'agent', ARGV[6])
redis.call('ZADD', theirs, ARGV[3], ARGV[1])
redis.call('ZADD', p .. 'session-ends', ARGV[4], ARGV[1])
add_token(ARGV[7], ARGV[1], '0')
add_token(ARGV[8], ARGV[1], '1')
return {'yes'}
)"};

// The same as accounts::judge_refresh() and accounts::end_of() say; the conformance suite holds
// both to it.
const Script kRefreshSessionScript{kSession + R"(
local s = shown(ARGV[1])
local now = tonumber(ARGV[4])
if #s == 0 or s[11] ~= '1' or now >= tonumber(s[5]) then return {'unknown'} end
local id = s[1]
local function answer(word)
  table.insert(s, 1, word)
  return s
end
local tokens = redis.call('ZRANGE', p .. 'tokens-of:' .. id, 0, -1)
local unspent, spent = {}, {}
local refreshing = 0
for _, token in ipairs(tokens) do
  local t = read('token:' .. token, 'refreshes', 'spent')
  if t[2] == '' then
    unspent[#unspent + 1] = token
    if t[1] == '1' then refreshing = refreshing + 1 end
  elseif t[1] == '1' then
    spent[#spent + 1] = token
  elseif now >= tonumber(t[2]) + tonumber(ARGV[5]) then
    redis.call('DEL', p .. 'token:' .. token)
    redis.call('ZREM', p .. 'tokens-of:' .. id, token)
  end
end
if s[10] == '' then
  for _, token in ipairs(unspent) do redis.call('HSET', p .. 'token:' .. token, 'spent', ARGV[4]) end
elseif now >= tonumber(s[10]) + tonumber(ARGV[5]) then
  forget(id)
  return answer('reused')
elseif refreshing >= tonumber(ARGV[8]) then
  return answer('refused')
end
for i = 1, #spent - 1000 do
  redis.call('DEL', p .. 'token:' .. spent[i])
  redis.call('ZREM', p .. 'tokens-of:' .. id, spent[i])
end
local ends = math.min(tonumber(s[3]) + tonumber(ARGV[7]), now + tonumber(ARGV[6]))
s[4], s[5], s[10] = ARGV[4], string.format('%.0f', ends), ''
redis.call('HSET', p .. 'session:' .. id, 'seen', s[4], 'ends', s[5])
redis.call('ZADD', p .. 'session-ends', s[5], id)
add_token(ARGV[2], id, '0')
add_token(ARGV[3], id, '1')
return answer('yes')
)"};

const Script kShownScript{kSession + R"(
return shown(ARGV[1])
)"};

const Script kTouchSessionScript{kSession + R"(
local s = session(ARGV[1])
if s and tonumber(s[4]) < tonumber(ARGV[2]) then
  redis.call('HSET', p .. 'session:' .. ARGV[1], 'seen', ARGV[2])
end
return {'yes'}
)"};

const Script kSessionsScript{kSession + R"(
local all = {}
for _, id in ipairs(redis.call('ZREVRANGE', p .. 'sessions-of:' .. ARGV[1], 0, -1)) do
  local s = session(id)
  if s and tonumber(s[5]) > tonumber(ARGV[2]) then all[#all + 1] = s end
end
return all
)"};

const Script kEndSessionScript{kSession + R"(
local s = session(ARGV[2])
if not s or s[2] ~= ARGV[1] then return {'no'} end
forget(ARGV[2])
return {'yes'}
)"};

const Script kAddKeyScript{kKey + R"(
local good = 0
for _, id in ipairs(redis.call('ZRANGE', p .. 'keys', 0, -1)) do
  if redis.call('HEXISTS', p .. 'key:' .. id, 'revoked') == 0 then good = good + 1 end
end
if good >= tonumber(ARGV[8]) then return {'no'} end
redis.call('HSET', p .. 'key:' .. ARGV[1], 'name', ARGV[3], 'scopes', ARGV[4], 'created', ARGV[5])
if ARGV[6] ~= '' then redis.call('HSET', p .. 'key:' .. ARGV[1], 'used', ARGV[6]) end
if ARGV[7] ~= '' then redis.call('HSET', p .. 'key:' .. ARGV[1], 'revoked', ARGV[7]) end
redis.call('HSET', p .. 'key-of', ARGV[2], ARGV[1])
redis.call('ZADD', p .. 'keys', ARGV[5], ARGV[1])
return {'yes'}
)"};

const Script kKeyOfScript{kKey + R"(
local id = redis.call('HGET', p .. 'key-of', ARGV[1])
return id and key(id) or {}
)"};

const Script kKeysScript{kKey + R"(
local all = {}
for _, id in ipairs(redis.call('ZREVRANGE', p .. 'keys', 0, -1)) do all[#all + 1] = key(id) end
return all
)"};

const Script kRevokeKeyScript{kKey + R"(
if not key(ARGV[1]) then return {'no'} end
redis.call('HSETNX', p .. 'key:' .. ARGV[1], 'revoked', ARGV[2])
return {'yes'}
)"};

const Script kTouchKeyScript{kKey + R"(
local k = key(ARGV[1])
if k and (k[5] == '' or tonumber(k[5]) < tonumber(ARGV[2])) then
  redis.call('HSET', p .. 'key:' .. ARGV[1], 'used', ARGV[2])
end
return {'yes'}
)"};

const Script kPersonScript{kPerson + R"(
return person(ARGV[1]) or {}
)"};

const Script kPeopleScript{kPerson + R"(
local all = {}
for _, folded in ipairs(redis.call('ZRANGE', p .. 'people', 0, tonumber(ARGV[1]) - 1)) do
  all[#all + 1] = person(folded)
end
return all
)"};

}  // namespace vitrine::store::redis
