#include "store/redis/scripts.h"

namespace vitrine::store::redis {

// See settling.h. Every instance calls it again and again until it is answered "ok".
const Script kSettleScript{R"(
local run, instance, mine, name, grace = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local nothing = '00000000000000-0000000'
local clock = redis.call('TIME')
local time = clock[1] * 1000 + math.floor(clock[2] / 1000)

local epoch = redis.call('GET', KEYS[1])
if epoch and string.sub(epoch, 1, #run + 1) == run .. ' ' then return {'ok', epoch} end

local function sortable(id)
  local milliseconds, sequence = string.match(id, '^(%d+)-(%d+)$')
  return string.format('%014d-%07d', milliseconds, sequence)
end

-- What each instance knows, said since the server was started. A clock that has jumped back begins
-- the waiting anew.
local begun = tonumber(redis.call('HGET', KEYS[2], 'begun') or 'none')
if redis.call('HGET', KEYS[2], 'run') ~= run or not begun or begun > time then
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[2], 'run', run, 'begun', time)
  begun = time
end
redis.call('HSET', KEYS[2], 'at ' .. instance, mine .. string.format(' %d', time))
if time - begun < grace then return {'wait'} end

-- Who knows most decides; of two, the one whose name is first.
local said = redis.call('HGETALL', KEYS[2])
for i = 1, #said, 2 do
  local other = string.match(said[i], '^at (%S+)$')
  if other and other ~= instance then
    local position, at = string.match(said[i + 1], '^(%S+) (%d+)$')
    local alive = time - tonumber(at) <= grace
    if alive and (position > mine or (position == mine and other < instance)) then
      return {'wait'}
    end
  end
end

local last
if redis.call('EXISTS', KEYS[3]) == 1 then
  local about = redis.call('XINFO', 'STREAM', KEYS[3])
  for i = 1, #about, 2 do
    if about[i] == 'last-generated-id' then last = sortable(about[i + 1]) end
  end
end

-- The log lacks what has been acknowledged.
if mine > nothing and (not last or last < mine) then
  redis.call('HSET', KEYS[2], 'rebuilder', instance)
  return {'rebuild'}
end

if not last then
  -- Ids grow, also when what was there before is all that is left of it.
  local cut = redis.call('GET', KEYS[4]) or nothing
  local first = math.max(time, string.match(cut, '^(%d+)-') + 1)
  last = sortable(redis.call('XADD', KEYS[3], string.format('%d-0', first), 'm', ''))
end
epoch = run .. ' ' .. name .. ' ' .. last
redis.call('SET', KEYS[1], epoch)
redis.call('DEL', KEYS[2])
return {'ok', epoch}
)"};

}  // namespace vitrine::store::redis
