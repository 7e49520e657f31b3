// What is asked of jobs. These scripts change nothing.
#include "store/redis/job_script_parts.h"
#include "store/redis/job_scripts.h"

namespace vitrine::store::redis {

const Script kLookJobScript{kJobScriptBase + kJobScriptPlace + R"lua(
local state, ahead = place(ARGV[2])
if not state then return {'none'} end
local answers = {'ok', state, int(ahead)}
for _, word in ipairs(call('HGETALL', job_key(ARGV[2]))) do answers[#answers + 1] = word end
return answers
)lua"};

const Script kJobOverviewScript{kJobScriptBase + R"lua(
local queues, workers, delayed = {}, {}, 0
for _, queue in ipairs(call('SMEMBERS', ns .. 'queues')) do
  queues[#queues + 1] = queue
  queues[#queues + 1] = int(call('LLEN', ns .. 'queue:' .. queue))
end
local names = call('SMEMBERS', ns .. 'workers')
table.sort(names)
for i = 1, math.min(#names, 1000) do
  local full = names[i]
  workers[#workers + 1] = full
  workers[#workers + 1] = call('GET', ns .. 'worker:' .. full) or ''
  workers[#workers + 1] = call('GET', ns .. 'worker:' .. full .. ':started') or ''
end
for _, at in ipairs(call('ZRANGE', ns .. 'delayed_queue_schedule', 0, 9999)) do
  delayed = delayed + call('LLEN', ns .. 'delayed:' .. at)
end
return {'ok', queues, workers, int(delayed), int(call('LLEN', ns .. 'failed')),
        call('GET', ns .. 'stat:processed') or '0', call('GET', ns .. 'stat:failed') or '0',
        call('GET', ns .. 'pause-all-workers') == 'true' and '1' or '0'}
)lua"};

const Script kFailedJobsScript{kJobScriptBase + R"lua(
local offset, limit = tonumber(ARGV[2]), tonumber(ARGV[3])
local answers = {'ok', int(call('LLEN', ns .. 'failed'))}
if limit == 0 then return answers end
local records = call('LRANGE', ns .. 'failed', -(offset + limit), -(offset + 1))
for i = #records, 1, -1 do answers[#answers + 1] = records[i] end
return answers
)lua"};

const Script kDelayedJobsScript{kJobScriptBase + R"lua(
local offset, limit = tonumber(ARGV[2]), tonumber(ARGV[3])
local total, answers = 0, {'ok', '0'}
for _, at in ipairs(call('ZRANGE', ns .. 'delayed_queue_schedule', 0, 9999)) do
  local list = ns .. 'delayed:' .. at
  local length = call('LLEN', list)
  local from = math.max(offset - total, 0)
  local wanted = limit - (#answers - 2) / 2
  if from < length and wanted > 0 then
    for _, text in ipairs(call('LRANGE', list, from, from + wanted - 1)) do
      answers[#answers + 1], answers[#answers + 2] = at, text
    end
  end
  total = total + length
end
answers[2] = int(total)
return answers
)lua"};

}  // namespace vitrine::store::redis
