// Opens pages of the dashboard in Chromium and watches them while purchases come in; prints what it
// saw as JSON. Started by cell_dashboard.py in a folder that has playwright-core.
//
//   node dashboard_page.mjs URL NAME PASSWORD SECONDS
import { chromium } from 'playwright-core';

const [url, username, password, seconds] = process.argv.slice(2);
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

// Runs in the page, before anything else.
function observe() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
}

async function heapOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}

// Processor time of the page's main thread so far, in ms: what does not depend on what else the
// machine does.
async function cpuOf(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

async function open(context, path, ready) {
  const page = await context.newPage();
  const seen = { path, bytes: 0, sockets: 0, dropped: 0, messages: 0, errors: [] };
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  let loading = true;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => { if (loading) seen.bytes += encodedDataLength; });
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/live')) return;
    seen.sockets += 1;
    socket.on('framereceived', () => { seen.messages += 1; });
    socket.on('close', () => { seen.dropped += 1; });
  });
  await page.addInitScript(observe);
  await page.goto(url + path);
  await page.locator(ready).first().waitFor();
  seen.interactive_ms = await page.evaluate(() => performance.now());
  seen.interactive_cpu_ms = await cpuOf(devtools);
  // Pictures and charts of the first view, which come a little later.
  await wait(1500);
  loading = false;
  // What closes from here on was not closed by the page itself on its way to its topics.
  seen.dropped = 0;
  seen.heap_begin = await heapOf(devtools);
  const begun = performance.now();
  const cpuBegin = await cpuOf(devtools);
  return async () => {
    seen.cpu_share = ((await cpuOf(devtools)) - cpuBegin) / (performance.now() - begun);
    seen.heap_end = await heapOf(devtools);
    const tasks = await page.evaluate(() => window.longTasks);
    const after = tasks.filter(([start]) => start > seen.interactive_ms + 1500).map(([, duration]) => duration);
    seen.long_tasks = after.length;
    seen.longest_ms = Math.max(0, ...after);
    return seen;
  };
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const cold = async (path, ready) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.request.post(`${url}/account/login`, { data: { username, password }, headers: { Accept: 'application/json' } });
  return open(context, path, ready);
};
// The first start of a browser is its own affair.
await (await cold('/dashboard/account', '.card'))();
const pages = [
  await cold('/dashboard/', '.tile .value'),
  await cold('/dashboard/sales', '.newest tbody tr'),
];
await wait(Number(seconds) * 1000);
const seen = [];
for (const end of pages) seen.push(await end());
console.log(JSON.stringify(seen));
await browser.close();
