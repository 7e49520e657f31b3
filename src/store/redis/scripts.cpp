#include "store/redis/scripts.h"

namespace vitrine::store::redis {

namespace {

// Milliseconds by the clock of Redis, which all instances share.
const std::string kNow = R"(
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
)";

// A state never replaces one that holds more. "Gone" is a state too, and stays until the log is cut
// behind it: otherwise an instance that is behind could bring the key back for ever.
const std::string kKeep = R"(
local function keep(gone, bucket, number, key, position, state)
  local old = redis.call('HGET', bucket, key)
  if old and string.sub(old, 1, 22) > position then return end
  redis.call('HSET', bucket, key, position .. state)
  if state == '' then
    redis.call('HSET', gone, key, number)
  elseif old and #old == 22 then
    redis.call('HDEL', gone, key)
  end
end
)";

// Whether the caller is the one that saves; it stays so for a while.
const std::string kSaves = R"(
local function saves(instance, lock)
  if redis.call('GET', KEYS[2]) ~= instance then return false end
  redis.call('PEXPIRE', KEYS[2], lock)
  return true
end
)";

}  // namespace

const Script kAppendScript{R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'epoch'} end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[1])
  return {'epoch'}
end
local answer = {'ok'}
for i = 2, #ARGV do answer[i] = redis.call('XADD', KEYS[2], '*', 'r', ARGV[i]) end
-- A clock that jumps back leaves the milliseconds as they are and makes the sequence grow, which
-- has 20 bits in a position.
local milliseconds, sequence = string.match(answer[#answer], '^(%d+)-(%d+)$')
if tonumber(sequence) > 1000000 then
  redis.call('XADD', KEYS[2], string.format('%d-0', tonumber(milliseconds) + 1), 'm', '')
end
return answer
)"};

const Script kProbeScript{R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'epoch'} end
redis.call('SET', KEYS[2], '')
return {'ok'}
)"};

const Script kRefreshScript{kNow + R"(
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. string.format(' %d', now()))
return {'ok'}
)"};

const Script kEnterScript{kNow + R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'epoch'} end
local cut = redis.call('GET', KEYS[3]) or '00000000000000-0000000'
redis.call('HSET', KEYS[2], ARGV[2], cut .. string.format(' %d', now()))
return {'ok', cut}
)"};

const Script kLeaveScript{R"(
redis.call('HDEL', KEYS[1], ARGV[1])
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return {'ok'}
)"};

const Script kSaveScript{kKeep + kSaves + R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'epoch'} end
if not saves(ARGV[2], ARGV[4]) then return {'lost'} end
local cut = redis.call('GET', KEYS[3])
if cut and cut > ARGV[3] then return {'lost'} end
for i = 5, #ARGV, 3 do
  keep(KEYS[4], KEYS[5 + (i - 5) / 3], ARGV[i], ARGV[i + 1], ARGV[3], ARGV[i + 2])
end
return {'ok'}
)"};

const Script kCutScript{kNow + kSaves + R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'epoch'} end
if not saves(ARGV[2], ARGV[5]) then return {'lost'} end
local cut, time = ARGV[3], now()
local readers = redis.call('HGETALL', KEYS[4])
for i = 1, #readers, 2 do
  local position, said = string.match(readers[i + 1], '^(%S+) (%d+)$')
  if time - tonumber(said) > tonumber(ARGV[4]) then
    redis.call('HDEL', KEYS[4], readers[i])
  elseif position < cut and readers[i] ~= ARGV[2] then
    cut = position
  end
end
local before = redis.call('GET', KEYS[3])
if before and before >= cut then return {'ok', before} end
local milliseconds, sequence = string.match(cut, '^(%d+)-(%d+)$')
redis.call('SET', KEYS[3], cut)
redis.call('XTRIM', KEYS[5], 'MINID', string.format('%d-%d', milliseconds, sequence + 1))
return {'ok', cut}
)"};

const Script kSweepScript{kSaves + R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'epoch'} end
if not saves(ARGV[2], ARGV[3]) then return {'lost'} end
local cut = redis.call('GET', KEYS[3])
for i = 4, #ARGV, 2 do
  local bucket, key = KEYS[5 + (i - 4) / 2], ARGV[i + 1]
  local state = redis.call('HGET', bucket, key)
  if not state or #state > 22 then
    redis.call('HDEL', KEYS[4], key)
  elseif cut and state <= cut then
    redis.call('HDEL', bucket, key)
    redis.call('HDEL', KEYS[4], key)
  end
end
return {'ok'}
)"};

const Script kLockScript{R"(
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {'lost'} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'ok'}
)"};

const Script kUnlockScript{R"(
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return {'ok'}
)"};

const Script kClearScript{R"(
if redis.call('HGET', KEYS[1], 'rebuilder') ~= ARGV[1] then return {'lost'} end
for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
return {'ok'}
)"};

const Script kRebuildScript{kNow + kKeep + R"(
if redis.call('HGET', KEYS[1], 'rebuilder') ~= ARGV[1] then return {'lost'} end
redis.call('HSET', KEYS[1], 'at ' .. ARGV[1], ARGV[2] .. string.format(' %d', now()))
for i = 3, #ARGV, 3 do
  keep(KEYS[2], KEYS[3 + (i - 3) / 3], ARGV[i], ARGV[i + 1], ARGV[2], ARGV[i + 2])
end
return {'ok'}
)"};

const Script kRebuiltScript{kNow + R"(
if redis.call('HGET', KEYS[2], 'rebuilder') ~= ARGV[2] then return {'lost'} end
if redis.call('HGET', KEYS[2], 'run') ~= ARGV[1] then return {'lost'} end
local milliseconds = string.match(ARGV[3], '^(%d+)-')
local first = math.max(now(), milliseconds + 1)
redis.call('DEL', KEYS[3], KEYS[5])
redis.call('XADD', KEYS[3], string.format('%d-0', first), 'm', '')
redis.call('SET', KEYS[4], ARGV[3])
local epoch = ARGV[1] .. ' ' .. ARGV[4] .. ' ' .. ARGV[3]
redis.call('SET', KEYS[1], epoch)
redis.call('DEL', KEYS[2])
return {'ok', epoch}
)"};

}  // namespace vitrine::store::redis
