// Functions that several scripts of jobs are made of.
#pragma once

#include <string>

namespace vitrine::store::redis {

// Keys, the time, what is told, and jobs that are delayed.
inline const std::string kJobScriptBase = R"lua(
local own, ns, channel = KEYS[1], KEYS[2], KEYS[3]
local call = redis.call
local now = tonumber(ARGV[1])
if now == 0 then
  local t = call('TIME')
  now = t[1] * 1000 + math.floor(t[2] / 1000)
end
-- A job that nobody hears of any more is forgotten after thirty days.
local lives = 2592000
local function int(n) return string.format('%.0f', n) end
local function job_key(id) return own .. 'job:' .. id end
local function tell(id, state, is_new, cancel, queue, kind)
  call('PUBLISH', channel, table.concat({state, is_new, cancel, id, queue, kind}, ' '))
end
local function set(id, ...)
  call('HSET', job_key(id), ...)
  call('EXPIRE', job_key(id), lives)
end
local function delay(text, due)
  local at = int(math.ceil(due / 1000))
  call('RPUSH', ns .. 'delayed:' .. at, text)
  call('SADD', ns .. 'timestamps:' .. text, 'delayed:' .. at)
  call('ZADD', ns .. 'delayed_queue_schedule', at, at)
end
local function undelay(text)
  local found = 0
  for _, place in ipairs(call('SMEMBERS', ns .. 'timestamps:' .. text)) do
    found = found + call('LREM', ns .. place, 1, text)
    call('SREM', ns .. 'timestamps:' .. text, place)
    if call('LLEN', ns .. place) == 0 then
      call('ZREM', ns .. 'delayed_queue_schedule', string.sub(place, 9))
    end
  end
  return found > 0
end
local function add(queue, text, urgent)
  call('SADD', ns .. 'queues', queue)
  call(urgent and 'LPUSH' or 'RPUSH', ns .. 'queue:' .. queue, text)
end
local function free_once(id, once)
  if not once or once == '' then return end
  if call('GET', own .. 'once:' .. once) == id then call('DEL', own .. 'once:' .. once) end
end
)lua";

// For scripts that do many jobs in one run: what is told is told in one message. It stands before
// whatever tells.
inline const std::string kJobScriptNews = R"lua(
local news = {}
local function tell(id, state, is_new, cancel, queue, kind)
  news[#news + 1] = table.concat({state, is_new, cancel, id, queue, kind}, ' ')
end
local function tell_all()
  if #news > 0 then call('PUBLISH', channel, table.concat(news, '\n')) end
end
)lua";

// Whether a job is where it says that it is: its state and, when it waits, its place; or nothing.
inline const std::string kJobScriptPlace = R"lua(
local function place(id)
  local v = call('HMGET', job_key(id), 'state', 'text', 'queue', 'record')
  local state, text, queue, record = v[1], v[2], v[3], v[4]
  if not state then return nil end
  if state == 'done' or state == 'cancelled' then return state, 0 end
  if state == 'running' then
    if call('ZSCORE', own .. 'leases', id) then return state, 0 end
  elseif state == 'delayed' then
    if call('SCARD', ns .. 'timestamps:' .. text) > 0 then return state, 0 end
  elseif state == 'failed' then
    if call('LPOS', ns .. 'failed', record or '', 'RANK', -1) then return state, 0 end
  end
  local at = call('LPOS', ns .. 'queue:' .. queue, text)
  if at then return 'waiting', at end
  return nil
end
)lua";

// A worker that goes, or has vanished.
inline const std::string kJobScriptWorkers = R"lua(
local function dismiss(name, full)
  call('ZREM', own .. 'workers', full)
  call('SREM', ns .. 'workers', full)
  call('HDEL', ns .. 'workers:heartbeat', full)
  call('DEL', ns .. 'worker:' .. full, ns .. 'worker:' .. full .. ':started',
       ns .. 'worker:ping:' .. name, ns .. 'stat:processed:' .. name, ns .. 'stat:failed:' .. name)
end
)lua";

// The end of an attempt. Whoever has taken the lease of a job from it must say what becomes of it,
// and asks for 'text' and 'lost' when it needs them, in that order.
inline const std::string kJobScriptEnd = R"lua(
local function take_lease(id, fence, ...)
  local v = call('HMGET', job_key(id), 'state', 'fence', 'queue', 'kind', 'worker', 'wname', 'once',
                 'wlock', 'attempts', ...)
  if v[1] ~= 'running' or (fence and v[2] ~= fence) then return nil end
  if call('ZREM', own .. 'leases', id) == 0 then return nil end
  return {queue = v[3], kind = v[4], worker = v[5], wname = v[6], once = v[7], wlock = v[8],
          attempts = tonumber(v[9]), text = v[10], lost = tonumber(v[11])}
end
local function release(j)
  if j.wlock then call('DEL', j.wlock) end
  call('DEL', ns .. 'worker:' .. j.worker)
end
-- Times and ids. Those that are too many are forgotten some at a time; whoever tends the queue
-- forgets the old ones.
local function remember(most, ...)
  call('ZADD', own .. 'ended', ...)
  local over = call('ZCARD', own .. 'ended') - most
  if over <= math.min(64, most / 8) then return end
  local oldest, keys = call('ZPOPMIN', own .. 'ended', math.min(over, 128)), {}
  for i = 1, #oldest, 2 do keys[#keys + 1] = job_key(oldest[i]) end
  call('UNLINK', unpack(keys))
end
local function fail(id, j, most, kind, sentence, suffix)
  local record = '{"worker":"' .. j.wname .. '","queue":"' .. j.queue .. '","payload":' .. j.text ..
                 suffix .. ',"jid":"' .. id .. '"}'
  call('RPUSH', ns .. 'failed', record)
  call('LTRIM', ns .. 'failed', -tonumber(most), -1)
  call('INCR', ns .. 'stat:failed')
  call('INCR', ns .. 'stat:failed:' .. j.wname)
  free_once(id, j.once)
  set(id, 'state', 'failed', 'ended', int(now), 'error_kind', kind, 'error', sentence,
      'record', record)
  tell(id, 'failed', '1', '0', j.queue, j.kind)
end
)lua";

}  // namespace vitrine::store::redis
