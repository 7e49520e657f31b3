// What people do on the pages, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { close, launch, openWindow, text, until } from './browser.mjs';
import { kPerson, Vitrine } from './vitrine.mjs';

let vitrine, browser, photograph;

before(async () => {
  vitrine = await Vitrine.started();
  browser = await launch();
  const { originals } = await vitrine.ask('/pictures/overview');
  photograph = Buffer.from(await (await fetch(`${vitrine.url}/${originals[0]}/w500.jpg`)).arrayBuffer());
});

after(async () => {
  await browser?.close();
  await vitrine?.remove();
});

const purchase = (fields) => vitrine.ask('/purchases', {
  method: 'POST',
  json: {
    utc_date: new Date().toISOString(), artist_name: 'Nadia Ostrow', album_title: 'Paper Boats',
    item_description: 'Paper Boats', item_price: 9.5, amount_paid: 9.5, amount_paid_usd: 9.5, currency: 'USD', country: 'Iceland', country_code: 'is',
    ...fields,
  },
});

test('whoever has not logged in is told so, logs in and comes back', async () => {
  const page = await openWindow(browser, vitrine, { login: false });
  await page.goto('/dashboard/queues');
  await page.locator('#main').getByRole('link', { name: 'Log in' }).click();
  await page.waitForURL(/\/login\?next=/);
  await page.locator('[name=username]').fill(kPerson.username);
  await page.locator('[name=password]').fill(kPerson.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/queues');
  await page.getByText('Nothing has failed').waitFor();
  await close(page);
});

test('lists that are empty say what to do', async () => {
  const page = await openWindow(browser, vitrine);
  const said = {
    '': 'No page was viewed',
    sales: 'Nothing was sold yet',
    pages: 'Put this on a page',
    queues: 'Nothing has failed',
    pictures: 'Popular sizes',
  };
  for (const [name, words] of Object.entries(said)) {
    await page.goto(`/dashboard/${name}`);
    await page.getByText(words).first().waitFor();
  }
  await close(page);
});

test('a search finds a purchase while it is typed', async () => {
  await purchase({ id: 'search-1' });
  await purchase({ id: 'search-2', artist_name: 'Somebody Else', album_title: 'Other', item_description: 'Other' });
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/sales');
  await page.getByRole('searchbox').fill('nadia pap');
  const search = page.locator('.search');
  await until(async () => /Nadia Ostrow/.test(await text(search)), 'the purchase is found');
  assert.doesNotMatch(await text(search.locator('tbody')), /Somebody Else/);
  await close(page);
});

test('a click in the newsletter changes the badge without a reload', async () => {
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/campaigns?campaign=july1');
  const wine = page.locator('[data-item=Wine_by_Jakkub_Mede]');
  await wine.waitFor();
  assert.equal(await wine.getAttribute('data-badge'), 'blank');
  await page.evaluate(() => { window.stillHere = true; });
  const mail = page.frameLocator('iframe');
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    mail.getByRole('link', { name: 'An evening in' }).last().click(),
  ]);
  await opened.close();
  await until(async () => (await wine.getAttribute('data-badge')) === 'popular', 'it is popular');
  assert.equal(await page.evaluate(() => window.stillHere), true);
  await close(page);
});

test('a campaign and its items are made, changed and removed', async () => {
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/campaigns');
  await page.getByRole('button', { name: 'New' }).click();
  await page.getByLabel('Name').fill('august');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The campaign “august” was saved').waitFor();
  await page.getByText('No items yet').waitFor();
  await page.getByRole('button', { name: 'Add an item' }).click();
  const form = page.getByRole('form', { name: 'New item' });
  await form.getByLabel('Name').fill('tent');
  await form.getByLabel('Title').fill('A tent');
  await form.getByLabel('Leads to').fill('https://shop.example/tent');
  await form.getByRole('button', { name: 'Save' }).click();
  const tent = page.locator('[data-item=tent]');
  await tent.waitFor();
  await vitrine.click('tent', 'august');
  await until(async () => (await tent.getAttribute('data-badge')) === 'popular', 'the click is shown');
  await page.getByRole('button', { name: 'Copy the HTML' }).click();
  await page.getByText('The HTML of the mail was copied').waitFor();
  const mail = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(mail, /badge\/august\/tent\/\{\{recipient\}\}\.png/);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Remove the campaign' }).click();
  await page.getByRole('button', { name: 'Remove it with all its counts?' }).click();
  await page.getByText('“august” and its counts were removed').waitFor();
  await close(page);
});

test('an upload is followed to its thumbnail', async () => {
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/queues');
  await page.locator('input[type=file]').setInputFiles({ name: 'cat.jpg', mimeType: 'image/jpeg', buffer: photograph });
  const done = page.locator('[data-upload=done]');
  await done.waitFor();
  assert.match(await done.locator('img').getAttribute('src'), /^\/thumbnails\/cat/);
  await page.locator('input[type=file]').setInputFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await until(async () => /text/.test(await text(page.locator('[data-upload=failed]'))), 'the reason is said');
  await close(page);
});

test('the laboratory orders, compares and purges', async () => {
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/pictures');
  await page.locator('[data-bytes]').waitFor();
  const address = page.getByLabel('Address', { exact: true });
  await page.locator('.controls select').nth(1).selectOption('square');
  await page.locator('.controls select').nth(2).selectOption('jpg');
  await page.getByLabel('Badge of a campaign').selectOption('july1');
  await until(async () => /\/x800\.jpg\?badge=july1$/.test(await text(address)), 'the address is that of the choice');
  await until(async () => /JPEG/.test(await text(page.locator('[data-facts]'))), 'and so is the picture');
  await page.getByRole('slider', { name: /How much of/ }).press('ArrowRight');
  await page.getByRole('button', { name: 'Purge this original' }).click();
  await page.getByRole('button', { name: 'Forget it and every size?' }).click();
  await page.getByText(/was forgotten/).waitFor();
  await close(page);
});

test('everything is reached by keyboard', async () => {
  const page = await openWindow(browser, vitrine);
  await page.goto('/dashboard/');
  await page.locator('#main .card').first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.goto('/dashboard/');
  await page.locator('nav').waitFor();
  for (let presses = 0; ; ++presses) {
    assert.ok(presses < 12, 'the link to the campaigns is among the first');
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement.textContent)).trim() === 'Campaigns') break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/campaigns');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, 'none', 'what has the focus is seen');
  await close(page);
});
