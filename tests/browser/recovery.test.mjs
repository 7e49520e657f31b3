// The server goes and comes back; the page goes on by itself. And a job that failed is retried.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { close, launch, openWindow, text, until } from './browser.mjs';
import { Vitrine } from './vitrine.mjs';

let vitrine, browser;

before(async () => {
  vitrine = await Vitrine.started();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await vitrine?.remove();
});

const buy = (number) => vitrine.ask('/purchases', {
  method: 'POST',
  json: {
    id: `numbered-${number}`, utc_date: new Date().toISOString(), artist_name: `Artist ${number}`,
    album_title: 'Album', amount_paid: 5, currency: 'USD', country: 'Iceland', country_code: 'is',
  },
});

test('after a restart nothing is missing, and nobody has to reload', async () => {
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/sales');
  await page.locator('[data-status=connected]').waitFor();
  await buy(1);
  const list = page.locator('.newest');
  await until(async () => (await text(list)).includes('Artist 1'), 'the first purchase');
  await page.evaluate(() => { window.stillHere = true; });

  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const first = signal === 'SIGTERM' ? 2 : 7;
    await vitrine.stop(signal);
    await page.locator('[data-status=disconnected]').waitFor();
    await vitrine.start();
    // Before the page is back, so that it has to ask for what it has missed.
    for (let number = first; number < first + 5; ++number) await buy(number);
    await page.locator('[data-status=connected]').waitFor({ timeout: 25_000 });
    for (let number = first; number < first + 5; ++number) {
      await until(async () => (await text(list)).includes(`Artist ${number}`), `purchase ${number} after ${signal}`);
    }
  }
  assert.equal(await page.evaluate(() => window.stillHere), true);
  await close(page);
});

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}

test('a job that failed says why, and is done after a retry', async () => {
  await vitrine.stop();
  await vitrine.start(['--jobs.workers=false']);
  const { originals } = await vitrine.ask('/pictures/overview');
  const form = new FormData();
  form.append('upload', new Blob([await (await fetch(`${vitrine.url}/${originals[0]}/w500.jpg`)).arrayBuffer()]), 'lost.jpg');
  assert.equal((await fetch(`${vitrine.url}/upload`, { method: 'POST', body: form })).status, 200);
  // Somebody loses the file before a worker takes the job, and finds it again.
  const kept = filesBelow(join(vitrine.folder, 'data/blobs/uploads/files')).map((path) => [path, readFileSync(path)]);
  assert.ok(kept.length > 0);
  await vitrine.stop();
  for (const [path] of kept) rmSync(path);
  await vitrine.start();

  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/queues');
  const failed = page.locator('[data-jobs=failed]');
  await failed.getByText('lost.jpg').waitFor();
  assert.ok((await text(failed.locator('.reason'))).length > 5, 'the reason');
  for (const [path, bytes] of kept) writeFileSync(path, bytes);
  await failed.getByRole('button', { name: 'Retry' }).click();
  await page.getByText('“lost.jpg” runs again').waitFor();
  await failed.getByText('Nothing has failed').waitFor();
  await until(async () => (await fetch(`${vitrine.url}/thumbnails/lost.jpg`)).ok, 'the thumbnail');
  await close(page);
});
