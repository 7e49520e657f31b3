import { expect, test } from 'vitest';
import { linkOf, mailPath, merged, type Item } from '../src/campaigns';
import { subject, type Job } from '../src/queues';

const item = (name: string, clicks = 0): Item => ({ campaign: 'july', item: name, clicks, rank: 0, hot_minutes: 0, minutes: [], badge: 'blank' });
const names = (items: Item[]): string[] => items.map((one) => `${one.item} ${one.clicks}`);

test('what is pushed replaces what is known', () => {
  const known = [item('a', 2), item('b', 1), item('c')];
  expect(names(merged(known, [item('b', 5), item('a', 2)], 3))).toEqual(['b 5', 'a 2', 'c 0']);
});

test('what is pushed is all when there are no more items', () => {
  expect(names(merged([item('dropped', 9)], [item('a', 1)], 1))).toEqual(['a 1']);
});

test('names stay whole in addresses', () => {
  expect(linkOf({ ...item('a/b?'), campaign: 'ü' })).toBe('/fwd/%C3%BC/a%2Fb%3F');
  expect(mailPath('july 1', { unique: '{{recipient}} +' })).toBe('/campaigns/july%201/newsletter?unique=%7B%7Brecipient%7D%7D%20%2B');
});

test.each([
  ['our thumbnail', '[{"upload":"uploads/files/x","thumbnail":"cat.png"}]', 'cat.png'],
  ['sizes', '[{"namespace":"shop","id":"7","sizes":[]}]', 'shop/7'],
  ['files of the server before', '["in/cat.png","out/cat.png"]', 'out/cat.png'],
  ['something else', '[]', ''],
  ['no JSON', '{', ''],
])('a job is named after %s', (_why, text, name) => {
  expect(subject({ arguments: text } as Job)).toBe(name);
});
