// Puts one job into a queue, as a producer in Node does.
//   node enqueue.cjs REDIS-URL QUEUE CLASS JSON-ARGUMENTS
const { Queue } = require('node-resque');

const [redis, queue, name, args] = process.argv.slice(2);
const { hostname: host, port, pathname } = new URL(redis);
const connection = {
  pkg: 'ioredis', host, port: Number(port), database: Number(pathname.slice(1)), namespace: 'resque',
};

(async () => {
  const producer = new Queue({ connection }, { [name]: { perform: async () => {} } });
  await producer.connect();
  await producer.enqueue(queue, name, JSON.parse(args));
  await producer.end();
})();
