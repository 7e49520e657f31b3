// The real binary in a folder of its own, on free ports of this machine, and what tests do to it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kProgram = process.env.PROGRAM ?? '../bin/vitrine';
export const kPerson = { username: 'ada', password: 'a fine password' };

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// What ./run.sh serves, but that sales are made by the tests.
const kConfiguration = {
  gallery: true,
  newsletter: true,
  instance: 'browser-test',
  namespaces: {
    'product/image': { origin: 'file:/usr/share/backgrounds/{id}.jpg' },
    'demo/cover': { origin: 'drawn:{id}' },
    'demo/upload': { origin: 'uploads' },
  },
  maximum_width: 2000,
  maximum_height: 2000,
  drain_seconds: 5,
  log: { requests: false },
};

export class Vitrine {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-browser-'));
  key = '';

  static async started() {
    const vitrine = new Vitrine();
    vitrine.port = await freePort();
    vitrine.statusPort = await freePort();
    vitrine.url = `http://127.0.0.1:${vitrine.port}`;
    mkdirSync(join(vitrine.folder, 'config'));
    writeFileSync(join(vitrine.folder, 'config', 'test.json'), JSON.stringify(kConfiguration));
    await vitrine.start();
    const { cookie } = await vitrine.register();
    const made = await vitrine.ask('/account/keys', {
      method: 'POST', headers: { Cookie: cookie }, json: { name: 'till', scopes: 'operator,purchases:write' },
    });
    vitrine.key = made.key;
    return vitrine;
  }

  async start(flags = []) {
    this.said = '';
    this.process = spawn(
      kProgram,
      ['serve', '-e', 'test', '--server-port', `${this.port}`, '--status-port', `${this.statusPort}`, ...flags],
      { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const child = this.process;
    // Also when a test ends the hard way.
    process.once('exit', () => child.kill('SIGKILL'));
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', (text) => { this.said += text; });
    }
    const until = Date.now() + 20_000;
    for (;;) {
      if (await fetch(`${this.url}/readyz`).then(({ ok }) => ok, () => false)) return;
      if (Date.now() > until || this.process.exitCode !== null) throw new Error(`no server: ${this.said}`);
      await new Promise((wake) => setTimeout(wake, 50));
    }
  }

  async stop(signal = 'SIGTERM') {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill(signal);
    await ended;
  }

  async remove() {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  // The first person is the operator.
  async register() {
    const response = await fetch(`${this.url}/account/register`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(kPerson),
    });
    if (!response.ok) throw new Error(await response.text());
    return { cookie: response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') };
  }

  async ask(path, { json, headers = {}, ...options } = {}) {
    const response = await fetch(this.url + path, {
      ...options,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...(this.key ? { Authorization: `Bearer ${this.key}` } : {}), ...headers },
      body: json === undefined ? undefined : JSON.stringify(json),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  // Made-up sales through the front door, until the process is killed.
  sell(perSecond) {
    return spawn(
      kProgram, ['generate', '--rate', `${perSecond}`, '--to', this.url, '--key', this.key],
      { cwd: this.folder, stdio: 'ignore' },
    );
  }

  view(page) {
    return fetch(`${this.url}/views/${encodeURIComponent(page)}`, {
      method: 'POST', headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    });
  }

  click(item, campaign = 'july1') {
    return fetch(`${this.url}/fwd/${campaign}/${item}`, { redirect: 'manual' });
  }
}
