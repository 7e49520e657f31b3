// Debian's Chromium, and pages in it that fail the test when something goes wrong inside of them.
import axe from 'axe-core';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { kPerson } from './vitrine.mjs';

export const kWide = { width: 1440, height: 900 };
export const kNarrow = { width: 360, height: 740 };

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

// A window with a memory of its own. `complaints` has what no page should say: errors, violations of
// the Content-Security-Policy, requests to other hosts.
export async function openWindow(browser, vitrine, { viewport = kWide, colorScheme = 'light', login = true } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, baseURL: vitrine.url, locale: 'en-GB' });
  context.setDefaultTimeout(15_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) page.complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== vitrine.url) page.complaints.push(`asked ${url}`);
  });
  if (login) {
    const answer = await context.request.post('/account/login', { data: kPerson, headers: { Accept: 'application/json' } });
    assert.equal(answer.status(), 200, await answer.text());
  }
  return page;
}

export async function close(page) {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

// Accessible as far as a program can see it.
export async function checkAccessibility(page, where) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    iframes: false,
  }));
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const said = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  assert.deepEqual(said, [], where);
}

export const text = async (locator) => (await locator.textContent() ?? '').trim();

// Until `look` gives what is true; the page changes by itself.
export async function until(look, what, ms = 10_000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come to this: ${what}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
