import { expect, test } from 'vitest';
import { addressOf, chosenBy, encodePath, nameOf, type Order } from '../src/laboratory';

const order: Order = { path: 'product/image/1', fit: 'width', width: 500, height: 400, extension: 'webp', quality: 0, badge: '' };

test.each<[string, Partial<Order>, string]>([
  ['a width', {}, '/product/image/1/w500.webp'],
  ['a height', { fit: 'height' }, '/product/image/1/h400.webp'],
  ['a square', { fit: 'square' }, '/product/image/1/x500.webp'],
  ['a crop', { fit: 'crop' }, '/product/image/1/500x400.webp'],
  ['as it is', { fit: 'full' }, '/product/image/1/full_size.webp'],
  ['with a quality', { quality: 70 }, '/product/image/1/w500-q70.webp'],
  ['PNG has none', { quality: 70, extension: 'png' }, '/product/image/1/w500.png'],
  ['with a badge', { badge: 'a&b' }, '/product/image/1/w500.webp?badge=a%26b'],
])('the address of %s', (_why, change, address) => {
  expect(addressOf({ ...order, ...change })).toBe(address);
});

test('a size that is asked for gives the choices back', () => {
  for (const name of ['w500-q80.webp', 'h200.jpg', 'x90-q1.png', '300x200-q75.avif', 'full_size.gif']) {
    const chosen = { ...order, ...chosenBy(name) };
    const again = chosenBy(addressOf(chosen).split('/').pop()!);
    expect({ ...order, ...again, quality: 0 }, name).toEqual({ ...chosen, quality: 0 });
  }
  expect(chosenBy('original.svg.bak')).toBeUndefined();
  expect(chosenBy('q80.webp')).toBeUndefined();
});

test('names of originals are read and written', () => {
  expect(encodePath('shop/a b/ü')).toBe('shop/a%20b/%C3%BC');
  expect(nameOf('shop/a%20b/Bridge_by_Night')).toBe('Bridge by Night');
});
