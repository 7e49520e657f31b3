#include "store/redis/purchase_script.h"

namespace vitrine::store::redis {

const Script kAppendPurchasesScript{R"(
local log, ids, epoch_key, key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
local last = 0
if newest[1] then last = tonumber(string.match(newest[1][1], '^%d+')) end
redis.call('SET', epoch_key, ARGV[1], 'NX')
local epoch = redis.call('GET', epoch_key)
if key then
  local before = redis.call('HMGET', key, 'digest', 'answer')
  if before[1] then
    if before[1] ~= ARGV[2] then return {'key'} end
    return {'done', epoch, string.format('%d', last), before[2]}
  end
end
-- Everything is looked at before anything is written: Redis takes nothing back.
local answer, new, placed = {}, {}, {}
for i = 4, #ARGV, 2 do
  local id, record = ARGV[i], ARGV[i + 1]
  local offset, there
  if placed[id] then
    offset, there = placed[id][1], placed[id][2]
  else
    offset = redis.call('HGET', ids, id)
    if offset then
      local entry = redis.call('XRANGE', log, offset .. '-0', offset .. '-0')[1]
      there = entry and entry[2][2]
    end
  end
  if offset then
    if there ~= record then return {'conflict', id} end
    answer[#answer + 1] = offset .. '= '
  else
    last = last + 1
    offset = string.format('%d', last)
    new[#new + 1] = {id, offset, record}
    answer[#answer + 1] = offset .. ' '
  end
  placed[id] = {offset, record}
end
for _, one in ipairs(new) do
  redis.call('XADD', log, one[2] .. '-0', 'r', one[3])
  redis.call('HSET', ids, one[1], one[2])
end
local text = table.concat(answer)
if key then
  redis.call('HSET', key, 'digest', ARGV[2], 'answer', text)
  redis.call('PEXPIRE', key, ARGV[3])
end
return {'ok', epoch, string.format('%d', last), text}
)"};

const Script kSalesEpochScript{R"(
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
)"};

const Script kSalesProofScript{R"(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return {'anew'} end
if ARGV[2] == '0' then return {'ok'} end
local entry = redis.call('XRANGE', KEYS[1], ARGV[2] .. '-0', ARGV[2] .. '-0')[1]
if entry and entry[2][2] == ARGV[3] then return {'ok'} end
redis.call('SET', KEYS[2], ARGV[4])
return {'anew'}
)"};

}  // namespace vitrine::store::redis
