// The way of a job: into the queue, to a worker, and to its end.
#include "store/redis/job_scripts.h"

#include "store/redis/job_script_parts.h"

namespace vitrine::store::redis {

const Script kEnqueueJobsScript{kJobScriptBase + kJobScriptNews + kJobScriptPlace + R"lua(
local created = int(now)
local waiting = call('ZCARD', own .. 'delayed')
for _, queue in ipairs(call('SMEMBERS', ns .. 'queues')) do
  waiting = waiting + call('LLEN', ns .. 'queue:' .. queue)
end
local function enqueue_one(answers, id, kind, queue, text, once, urgent, most, due)
  local first = once ~= '' and call('GET', own .. 'once:' .. once)
  local state = first and place(first)
  if state == 'waiting' or state == 'delayed' or state == 'running' then
    answers[#answers + 1], answers[#answers + 2] = first, '1'
    return
  end
  due = tonumber(due)
  state = due > now and 'delayed' or 'waiting'
  set(id, 'text', text, 'queue', queue, 'kind', kind, 'state', state, 'attempts', 0, 'max', most,
      'lost', 0, 'created', created, 'urgent', urgent, 'once', once)
  if once ~= '' then call('SET', own .. 'once:' .. once, id, 'EX', lives) end
  if state == 'delayed' then
    call('HSET', job_key(id), 'due', int(due))
    call('ZADD', own .. 'delayed', int(due), id)
    delay(text, due)
  else
    add(queue, text, urgent == '1')
  end
  tell(id, state, '1', '0', queue, kind)
  answers[#answers + 1], answers[#answers + 2] = id, '0'
end
local all, at = {}, 3
while at <= #ARGV do
  local count = tonumber(ARGV[at])
  local answers = {'full'}
  if waiting + count <= tonumber(ARGV[2]) then
    waiting = waiting + count
    answers[1] = 'ok'
    for i = at + 1, at + 8 * count, 8 do enqueue_one(answers, unpack(ARGV, i, i + 7)) end
  end
  all[#all + 1] = answers
  at = at + 1 + 8 * count
end
tell_all()
return all
)lua"};

// The ids of our own jobs stand at the front of their text. A job of somebody else gets a fresh
// one, and with it the locks of node-resque's plugins: whoever begins it lets equal ones be put
// into the queue again, and does not begin it while an equal one runs. A text that is no JSON is
// shown as an empty job, so that the tools can read on.
const Script kReserveJobsScript{kJobScriptBase + kJobScriptNews + R"lua(
if call('GET', ns .. 'pause-all-workers') == 'true' then return {'paused'} end
local answers = {'ok'}
local started, lease_until, leases = int(now), int(now + tonumber(ARGV[3])), {}
local queues = tonumber(ARGV[5])
local worker, queue_at = 6 + queues, 1
local function begin(queue, text, id, wlock, v)
  local name, full, fence = ARGV[worker], ARGV[worker + 1], ARGV[worker + 2]
  local kind = string.match(text, '"class":"([^"\\]*)"') or '?'
  local known = v[1] == 'waiting' or v[1] == 'delayed' or v[1] == 'running'
  local attempt = known and tonumber(v[2]) + 1 or 1
  local most = v[3] or ARGV[4]
  call('HSET', job_key(id), 'state', 'running', 'fence', fence, 'attempts', attempt,
       'started', started, 'worker', full, 'wname', name)
  if not known then
    set(id, 'text', text, 'queue', queue, 'kind', kind, 'max', most, 'lost', 0,
        'created', v[4] or started)
  end
  if v[1] ~= 'waiting' or attempt > 1 then
    call('HDEL', job_key(id), 'percent', 'word', 'cancel', 'due', 'ended', 'wlock')
    call('ZREM', own .. 'delayed', id)
  end
  leases[#leases + 1], leases[#leases + 2] = lease_until, id
  if wlock then
    call('SET', wlock, int(now / 1000 + 3600), 'EX', 3600)
    call('HSET', job_key(id), 'wlock', wlock)
  end
  call('SET', ns .. 'worker:' .. full, '{"run_at":"' .. ARGV[2] .. '","queue":"' .. queue ..
       '","worker":"' .. name .. '","payload":' .. text .. '}')
  tell(id, 'running', '1', '0', queue, kind)
  for _, word in ipairs({id, fence, queue, text, int(attempt), most, name}) do
    answers[#answers + 1] = word
  end
  worker = worker + 4
end
local function begin_other(queue, text)
  local ok, job = pcall(cjson.decode, text)
  if not ok or type(job) ~= 'table' then text = '{"class":"","queue":"' .. queue .. '","args":[]}' end
  local class, said, args =
      string.match(text, '^{"class":"([^"\\]*)","queue":"([^"\\]*)","args":(%[.*%])}$')
  local wlock = nil
  if class and class ~= '' then
    local tail = class .. ':' .. said .. ':' .. args
    call('DEL', ns .. 'lock:' .. tail)
    wlock = ns .. 'workerslock:' .. tail
    if call('EXISTS', wlock) == 1 then return delay(text, now + 2000) end
  end
  begin(queue, text, ARGV[worker + 3], wlock, {})
end
while worker <= #ARGV and queue_at <= queues do
  local queue = ARGV[5 + queue_at]
  local text = call('LPOP', ns .. 'queue:' .. queue)
  local id = text and string.match(
      text, '^{"class":"[^"\\]*","queue":"[^"\\]*","args":%[{"jid":"([%w_%-]+)"')
  local v = id and call('HMGET', job_key(id), 'state', 'attempts', 'max', 'created')
  if not text then
    queue_at = queue_at + 1
  elseif id and v[1] ~= 'running' then
    begin(queue, text, id, nil, v)
  else
    begin_other(queue, text)
  end
end
if #leases > 0 then call('ZADD', own .. 'leases', unpack(leases)) end
tell_all()
return answers
)lua"};

const Script kJobDoneScript{kJobScriptBase + kJobScriptNews + kJobScriptEnd + R"lua(
local time, ended, free = int(now), {}, {}
local function done_one(id, fence, result)
  local j = take_lease(id, fence)
  if not j then return {'no'} end
  free[#free + 1] = ns .. 'worker:' .. j.worker
  if j.wlock then free[#free + 1] = j.wlock end
  ended[#ended + 1], ended[#ended + 2] = time, id
  call('INCR', ns .. 'stat:processed:' .. j.wname)
  free_once(id, j.once)
  call('HSET', job_key(id), 'state', 'done', 'ended', time, 'result', result, 'percent', 100)
  if j.attempts > 1 then call('HDEL', job_key(id), 'error_kind', 'error', 'record') end
  tell(id, 'done', '1', '0', j.queue, j.kind)
  return {'yes'}
end
local all = {}
for i = 3, #ARGV, 3 do all[#all + 1] = done_one(ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
if #ended > 0 then
  call('DEL', unpack(free))
  call('INCRBY', ns .. 'stat:processed', #ended / 2)
  remember(tonumber(ARGV[2]), unpack(ended))
end
tell_all()
return all
)lua"};

const Script kJobFailedScript{kJobScriptBase + kJobScriptEnd + R"lua(
local id = ARGV[2]
local j = take_lease(id, ARGV[3], 'text')
if not j then return {'no'} end
release(j)
fail(id, j, ARGV[4], ARGV[5], ARGV[6], ARGV[7])
return {'yes'}
)lua"};

const Script kJobAgainScript{kJobScriptBase + kJobScriptEnd + R"lua(
local id = ARGV[2]
local j = take_lease(id, ARGV[3], 'text')
if not j then return {'no'} end
release(j)
local due = tonumber(ARGV[4])
set(id, 'state', 'delayed', 'due', int(due), 'error_kind', ARGV[5], 'error', ARGV[6])
call('ZADD', own .. 'delayed', int(due), id)
delay(j.text, due)
tell(id, 'delayed', '1', '0', j.queue, j.kind)
return {'yes'}
)lua"};

const Script kJobBackScript{kJobScriptBase + kJobScriptEnd + R"lua(
local id = ARGV[2]
local j = take_lease(id, ARGV[3], 'text')
if not j then return {'no'} end
release(j)
set(id, 'state', 'waiting', 'attempts', j.attempts - 1)
add(j.queue, j.text, true)
tell(id, 'waiting', '1', '0', j.queue, j.kind)
return {'yes'}
)lua"};

const Script kJobStoppedScript{kJobScriptBase + kJobScriptEnd + R"lua(
local id = ARGV[2]
local j = take_lease(id, ARGV[3])
if not j then return {'no'} end
release(j)
free_once(id, j.once)
call('HSET', job_key(id), 'state', 'cancelled', 'ended', int(now))
remember(tonumber(ARGV[4]), int(now), id)
tell(id, 'cancelled', '1', '0', j.queue, j.kind)
return {'yes'}
)lua"};

const Script kNoteJobScript{kJobScriptBase + R"lua(
local id = ARGV[2]
local v = call('HMGET', job_key(id), 'state', 'fence', 'queue', 'kind')
if v[1] ~= 'running' or v[2] ~= ARGV[3] then return {'no'} end
if not call('ZSCORE', own .. 'leases', id) then return {'no'} end
call('HSET', job_key(id), 'percent', ARGV[4], 'word', ARGV[5])
tell(id, 'running', '0', '0', v[3], v[4])
return {'yes'}
)lua"};

}  // namespace vitrine::store::redis
