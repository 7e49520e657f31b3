// A worker in Node: does one job of a class, prints its arguments, and ends.
//   node work.cjs REDIS-URL QUEUE CLASS
const { Worker } = require('node-resque');

const [redis, queue, name] = process.argv.slice(2);
const { hostname: host, port, pathname } = new URL(redis);
const connection = {
  pkg: 'ioredis', host, port: Number(port), database: Number(pathname.slice(1)), namespace: 'resque',
};

(async () => {
  let done;
  const finished = new Promise((resolve) => { done = resolve; });
  const jobs = { [name]: { perform: async (...args) => { console.log(JSON.stringify(args)); } } };
  const worker = new Worker({ connection, queues: [queue], timeout: 50 }, jobs);
  worker.on('success', done);
  worker.on('failure', (_queue, _job, failure) => { console.error(failure); done(); });
  await worker.connect();
  await worker.start();
  await finished;
  await worker.end();
})();
