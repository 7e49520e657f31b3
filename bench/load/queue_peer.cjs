// The same as queue_client.cpp with the queues of Node: jobs that do nothing are put into it, so
// many at a time, while workers do them.
//   node queue_peer.cjs node-resque|bullmq REDIS-PORT JOBS WORKERS
const [peer, port, jobs, workers] = process.argv.slice(2);
const count = Number(jobs);
const atOnce = Number(workers);
const connection = { host: '127.0.0.1', port: Number(port) };

async function nodeResque() {
  const { Queue, Worker } = require('node-resque');
  const options = { pkg: 'ioredis', ...connection, namespace: 'resque' };
  let done = 0;
  const kinds = { nothing: { perform: async () => { done += 1; return 'nothing'; } } };
  const queue = new Queue({ connection: options }, kinds);
  await queue.connect();
  const all = [];
  for (let i = 0; i < atOnce; i += 1) {
    const worker = new Worker({ connection: options, queues: ['q'], timeout: 5, name: `bench:${process.pid}+${i}` }, kinds);
    await worker.connect();
    all.push(worker);
  }
  return {
    start: async () => { all.forEach((worker) => worker.start()); },
    put: () => queue.enqueue('q', 'nothing', [{ n: 1 }]),
    done: () => done,
    stop: async () => { await Promise.all(all.map((worker) => worker.end())); await queue.end(); },
  };
}

async function bullmq() {
  const { Queue, Worker } = require('bullmq');
  let done = 0;
  const queue = new Queue('q', { connection, defaultJobOptions: { removeOnComplete: 10000 } });
  await queue.waitUntilReady();
  const worker = new Worker('q', async () => { done += 1; return 'nothing'; },
    { connection: { ...connection, maxRetriesPerRequest: null }, concurrency: atOnce, autorun: false });
  await worker.waitUntilReady();
  return {
    start: async () => { worker.run(); },
    put: () => queue.add('nothing', { n: 1 }),
    done: () => done,
    stop: async () => { await worker.close(); await queue.close(); },
  };
}

(async () => {
  const made = await (peer === 'bullmq' ? bullmq() : nodeResque());
  const total = Math.floor(count / atOnce) * atOnce;
  const cpu = process.cpuUsage();
  const begin = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - begin) / 1e9;
  await made.start();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let i = 0; i < total / atOnce; i += 1) await made.put();
  }));
  const put = seconds();
  while (made.done() < total) await new Promise((resolve) => { setTimeout(resolve, 1); });
  const all = seconds();
  const used = process.cpuUsage(cpu);
  console.log(JSON.stringify({ jobs: total, put_seconds: put, seconds: all, cpu_us: (used.user + used.system) / total }));
  await made.stop();
  process.exit(0);
})();
