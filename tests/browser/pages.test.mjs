// Every page shows what happens, in both themes and widths, and axe finds no serious violation.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkAccessibility, close, kNarrow, kWide, launch, openWindow, text, until } from './browser.mjs';
import { Vitrine } from './vitrine.mjs';

const kPages = ['', 'sales', 'campaigns', 'pictures', 'pages', 'queues', 'account'];
const screenshots = process.env.SCREENSHOTS ?? 'screenshots';
mkdirSync(screenshots, { recursive: true });

let vitrine, browser, seller, looking;

before(async () => {
  vitrine = await Vitrine.started();
  browser = await launch();
  seller = vitrine.sell(10);
  let turn = 0;
  looking = setInterval(() => {
    turn += 1;
    void vitrine.view(turn % 3 === 0 ? 'about' : 'home').catch(() => {});
    if (turn % 5 === 0) void vitrine.view(`product-${turn % 7}`).catch(() => {});
  }, 100);
  const items = ['Bridge_by_Sander_Klootwijk', 'Wine_by_Jakkub_Mede', 'Dragonfly_by_Bolly'];
  for (const [i, item] of items.entries()) for (let n = 0; n < 12 - 5 * i; ++n) await vitrine.click(item);
  const { originals } = await vitrine.ask('/pictures/overview');
  for (const size of ['w500.webp', 'x200.jpg', '300x200.webp']) {
    for (const path of originals.slice(0, 4)) await (await fetch(`${vitrine.url}/${path}/${size}`)).arrayBuffer();
  }
  const form = new FormData();
  form.append('upload', new Blob([await (await fetch(`${vitrine.url}/${originals[0]}/w500.jpg`)).arrayBuffer()]), 'photo.jpg');
  await fetch(`${vitrine.url}/upload`, { method: 'POST', body: form });
});

after(async () => {
  clearInterval(looking);
  seller?.kill();
  await browser?.close();
  await vitrine?.remove();
});

const open = async (page, name) => {
  await page.goto(`/dashboard/${name}`);
  await page.locator('#main :is(section, .card)').first().waitFor();
};
const changes = async (page, locator, what) => {
  const first = await text(locator);
  await until(async () => (await text(locator)) !== first, `${what} is another one than ${first}`);
};

test('numbers on each page move by themselves', async () => {
  const page = await openWindow(browser, vitrine);
  await open(page, '');
  await page.locator('[data-status=connected]').waitFor();
  await changes(page, page.locator('.tile[href$="/pages"] .value'), 'the number of views');
  await open(page, 'pages');
  const home = page.locator('tr[data-page=home]');
  await changes(page, home.locator('td.end').nth(3), 'the total of home');
  assert.match(await home.locator('svg.spark').getAttribute('aria-label'), /home/);
  await open(page, 'campaigns');
  const clicks = page.locator('[data-item=Bridge_by_Sander_Klootwijk] strong');
  await until(async () => Number(await text(clicks)) >= 12, 'clicks of the bridge');
  await vitrine.click('Bridge_by_Sander_Klootwijk');
  await until(async () => Number(await text(clicks)) >= 13, 'one click more');
  await open(page, 'pictures');
  await until(async () => /\d/.test(await text(page.locator('[data-bytes]'))), 'the bytes of a picture');
  await open(page, 'queues');
  await page.locator('.tile', { hasText: 'At work' }).waitFor();
  await open(page, 'account');
  await page.getByText('Operator').first().waitFor();
  await open(page, 'sales');
  await page.locator('[data-status=connected]').waitFor();
  await page.locator('tbody tr').first().waitFor();
  const newest = page.locator('tbody tr').first();
  await changes(page, newest, 'the newest purchase');
  await close(page);
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [kWide, kNarrow]) {
    test(`every page in ${colorScheme}, ${viewport.width} pixels wide`, async () => {
      const page = await openWindow(browser, vitrine, { viewport, colorScheme });
      for (const name of kPages) {
        const where = `${name || 'overview'}-${viewport.width}-${colorScheme}`;
        await open(page, name);
        await until(async () => (await page.locator('#main [aria-busy=true]').count()) === 0, `${where} has loaded`);
        // Pictures of the page and of the preview.
        await page.waitForLoadState('networkidle', { timeout: 700 }).catch(() => {});
        await page.screenshot({ path: join(screenshots, `${where}.png`), fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${where} is ${wide} pixels wider than the window`);
        await checkAccessibility(page, where);
      }
      await close(page);
    });
  }
}
