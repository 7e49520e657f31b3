// A page in Chromium reads both ways:  node browser.mjs PORT PAGE_PORT FOLDER
// The page is of another origin than the pushes, which live.origins has to allow.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const [port, pagePort, folder] = process.argv.slice(2);

const page = `<!doctype html><meta charset="utf-8"><script>
const base = '127.0.0.1:${port}';
const heard = {};
const done = () => fetch('/heard', { method: 'POST', body: JSON.stringify(heard) });
function hear(way, text) {
  // A headless browser is counted as a robot.
  (heard[way] ??= []).push(JSON.parse(text).bots);
  if (heard.socket?.length === 1 && heard.events?.length === 1) {
    fetch('http://' + base + '/views/browser', { method: 'POST' });
  }
  if (heard.socket?.length === 2 && heard.events?.length === 2) done();
}
new WebSocket('ws://' + base + '/live?topics=views:browser').onmessage = e => hear('socket', e.data);
new EventSource('http://' + base + '/live/events?topics=views:browser').onmessage =
  e => hear('events', e.data);
</script>`;

const server = createServer((request, response) => {
  if (request.url === '/') {
    response.setHeader('Content-Type', 'text/html');
    return response.end(page);
  }
  let body = '';
  request.on('data', part => (body += part));
  request.on('end', () => {
    response.end();
    if (request.url !== '/heard') return;
    console.log(body);
    browser.kill('SIGKILL');
    process.exit(0);
  });
});
let browser;
server.listen(Number(pagePort), '127.0.0.1', () => {
  browser = spawn('chromium', [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
    '--no-first-run', `--user-data-dir=${folder}`, `http://127.0.0.1:${pagePort}/`,
  ], { stdio: 'ignore' });
});
