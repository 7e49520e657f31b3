// ah-resque-ui on a port of its own; it works on no jobs itself.
//   node ui.cjs PORT REDIS-URL
const path = require('node:path');
const [port, redis] = process.argv.slice(2);
process.env.REDIS_URL = redis;
process.env.ACTIONHERO_CONFIG_OVERRIDES = JSON.stringify({
  tasks: { scheduler: false, minTaskProcessors: 0, maxTaskProcessors: 0 },
  web: { port: Number(port), bindIP: '127.0.0.1' },
});
const home = path.dirname(require.resolve('ah-resque-ui/package.json'));
process.chdir(home);
const { Process } = require('actionhero');
const app = new Process();
app.registerProcessSignals();
app.start().then(() => console.log('ready'), (error) => { console.error(error); process.exit(1); });
