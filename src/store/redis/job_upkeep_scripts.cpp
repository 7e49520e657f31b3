// What time and people do to jobs, and what workers say of themselves.
#include "store/redis/job_script_parts.h"
#include "store/redis/job_scripts.h"

namespace vitrine::store::redis {

const Script kRenewJobsScript{kJobScriptBase + R"lua(
local leases = tonumber(ARGV[3])
local answers = {'ok'}
for i = 4, 3 + 2 * leases, 2 do
  local v = call('HMGET', job_key(ARGV[i]), 'state', 'fence', 'cancel')
  if v[1] == 'running' and v[2] == ARGV[i + 1] and call('ZSCORE', own .. 'leases', ARGV[i]) then
    call('ZADD', own .. 'leases', int(now + tonumber(ARGV[2])), ARGV[i])
    answers[#answers + 1] = v[3] and 'cancel' or 'yes'
  else
    answers[#answers + 1] = 'lost'
  end
end
local at = 4 + 2 * leases
for i = at + 1, #ARGV, 3 do
  local name, full = ARGV[i], ARGV[i + 1]
  call('SADD', ns .. 'workers', full)
  call('SETNX', ns .. 'worker:' .. full .. ':started', int(math.floor(now / 1000)))
  call('SET', ns .. 'worker:ping:' .. name, ARGV[i + 2])
  call('HSET', ns .. 'workers:heartbeat', full, ARGV[at])
  call('ZADD', own .. 'workers', int(now), full)
end
return answers
)lua"};

const Script kLeaveJobsScript{kJobScriptBase + kJobScriptWorkers + R"lua(
for i = 3, #ARGV, 2 do dismiss(ARGV[i], ARGV[i + 1]) end
local leader = ns .. 'resque_scheduler_leader_lock'
if call('GET', leader) == ARGV[2] then call('DEL', leader) end
return {'ok'}
)lua"};

// In portions, so that nobody else waits long.
const Script kTendJobsScript{kJobScriptBase + kJobScriptEnd + kJobScriptWorkers + R"lua(
local leader = ns .. 'resque_scheduler_leader_lock'
if not call('SET', leader, ARGV[8], 'EX', 180, 'NX') and call('GET', leader) == ARGV[8] then
  call('EXPIRE', leader, 180)
end
local function reap(id)
  local j = take_lease(id, nil, 'text', 'lost')
  -- Its copy is gone, and with it all that was known of it.
  if not j then return call('ZREM', own .. 'leases', id) end
  release(j)
  call('HSET', job_key(id), 'lost', j.lost + 1)
  if j.lost + 1 >= tonumber(ARGV[2]) then
    return fail(id, j, ARGV[3], ARGV[4], ARGV[5], ARGV[6])
  end
  set(id, 'state', 'waiting')
  add(j.queue, j.text, true)
  tell(id, 'waiting', '1', '0', j.queue, j.kind)
end
for _, id in ipairs(call('ZRANGEBYSCORE', own .. 'leases', '-inf', '(' .. int(now), 'LIMIT', 0, 100)) do
  reap(id)
end
-- Ours that have said nothing for a minute; other workers have others who look after them.
for _, full in ipairs(call('ZRANGEBYSCORE', own .. 'workers', '-inf', int(now - 60000), 'LIMIT', 0, 100)) do
  dismiss(string.match(full, '^(.*):') or full, full)
end
local function promote(text)
  local queue = string.match(text, '^{"class":"[^"\\]*","queue":"([^"\\]*)"')
  if not queue then
    local ok, job = pcall(cjson.decode, text)
    queue = ok and type(job) == 'table' and job.queue
    if type(queue) ~= 'string' then return end
  end
  local id = string.match(text, '"args":%[{"jid":"([%w_%-]+)"')
  local v = id and call('HMGET', job_key(id), 'state', 'urgent', 'kind')
  local known = v and v[1] == 'delayed'
  add(queue, text, known and v[2] == '1')
  if known then
    call('ZREM', own .. 'delayed', id)
    call('HDEL', job_key(id), 'due')
    set(id, 'state', 'waiting')
    tell(id, 'waiting', '1', '0', queue, v[3])
  end
end
local left = 1000
for _, at in ipairs(call('ZRANGEBYSCORE', ns .. 'delayed_queue_schedule', '-inf',
                         int(math.floor(now / 1000)), 'LIMIT', 0, 1000)) do
  local list = ns .. 'delayed:' .. at
  while left > 0 do
    local text = call('LPOP', list)
    if not text then break end
    call('SREM', ns .. 'timestamps:' .. text, 'delayed:' .. at)
    promote(text)
    left = left - 1
  end
  if call('LLEN', list) == 0 then call('ZREM', ns .. 'delayed_queue_schedule', at) end
end
local oldest = int(now - tonumber(ARGV[7]) * 1000)
for _, id in ipairs(call('ZRANGEBYSCORE', own .. 'ended', '-inf', '(' .. oldest, 'LIMIT', 0, 1000)) do
  call('DEL', job_key(id))
  call('ZREM', own .. 'ended', id)
end
return {'ok'}
)lua"};

const Script kRetryJobScript{kJobScriptBase + kJobScriptPlace + R"lua(
local id = ARGV[2]
local state = place(id)
if state ~= 'failed' and state ~= 'delayed' then return {'no'} end
local v = call('HMGET', job_key(id), 'text', 'queue', 'kind', 'record', 'urgent')
if state == 'failed' then
  call('LREM', ns .. 'failed', -1, v[4])
else
  undelay(v[1])
  call('ZREM', own .. 'delayed', id)
end
call('HDEL', job_key(id), 'due', 'ended', 'error_kind', 'error', 'record')
set(id, 'state', 'waiting', 'attempts', 0, 'lost', 0)
add(v[2], v[1], v[5] == '1')
tell(id, 'waiting', '1', '0', v[2], v[3])
return {'yes'}
)lua"};

const Script kRetryRecordScript{kJobScriptBase + R"lua(
if call('LREM', ns .. 'failed', 1, ARGV[2]) == 0 then return {'no'} end
if ARGV[3] ~= '' then add(ARGV[3], ARGV[4], false) end
return {'yes'}
)lua"};

const std::string kTakeOut = R"lua(
local function take_out(id, state)
  local v = call('HMGET', job_key(id), 'text', 'queue', 'kind', 'record', 'once')
  if state == 'waiting' then call('LREM', ns .. 'queue:' .. v[2], 1, v[1]) end
  if state == 'delayed' then undelay(v[1]) end
  if state == 'failed' then call('LREM', ns .. 'failed', -1, v[4]) end
  call('ZREM', own .. 'delayed', id)
  call('ZREM', own .. 'ended', id)
  free_once(id, v[5])
  return v[2], v[3]
end
)lua";

const Script kRemoveJobScript{kJobScriptBase + kJobScriptPlace + kTakeOut + R"lua(
local id = ARGV[2]
local state = place(id)
if not state or state == 'running' then return {'no'} end
local queue, kind = take_out(id, state)
call('DEL', job_key(id))
if state == 'waiting' or state == 'delayed' then tell(id, 'cancelled', '1', '0', queue, kind) end
return {'yes'}
)lua"};

const Script kCancelJobScript{kJobScriptBase + kJobScriptPlace + kJobScriptEnd + kTakeOut + R"lua(
local id = ARGV[2]
local state = place(id)
if state == 'running' then
  local v = call('HMGET', job_key(id), 'queue', 'kind')
  call('HSET', job_key(id), 'cancel', 1)
  tell(id, 'running', '0', '1', v[1], v[2])
  return {'yes'}
end
if state ~= 'waiting' and state ~= 'delayed' then return {'no'} end
local queue, kind = take_out(id, state)
call('HDEL', job_key(id), 'due')
call('HSET', job_key(id), 'state', 'cancelled', 'ended', int(now))
remember(tonumber(ARGV[3]), int(now), id)
tell(id, 'cancelled', '1', '0', queue, kind)
return {'yes'}
)lua"};

}  // namespace vitrine::store::redis
