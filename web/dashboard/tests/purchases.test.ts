import { describe, expect, it } from 'vitest';
import { countSince, coverAddress, linkAddress, mergePurchases, type Purchase } from '../src/purchases';

function sold(offset: number, second: number, rest: Partial<Purchase> = {}): Purchase {
  return {
    id: `sale-${offset}`,
    offset,
    utc_date: `2026-11-21T21:00:${String(second).padStart(2, '0')}.000Z`,
    artist_name: 'Björk',
    album_title: 'Homogenic',
    item_description: '',
    currency: 'EUR',
    amount_paid: 12.5,
    amount_paid_usd: 13.63,
    quantity: 1,
    country: 'Iceland',
    country_code: 'is',
    art_url: '',
    url: '',
    ...rest,
  };
}

const offsets = (list: Purchase[]): number[] => list.map(({ offset }) => offset);

describe('merging', () => {
  it('has the newest first, by time and then by offset', () => {
    const merged = mergePurchases([sold(1, 10)], [sold(4, 5), sold(2, 30), sold(3, 30)], 10);
    expect(offsets(merged)).toEqual([3, 2, 1, 4]);
  });

  it('has each purchase once, however often it is told', () => {
    const merged = mergePurchases([sold(2, 2), sold(1, 1)], [sold(3, 3), sold(2, 2)], 10);
    expect(offsets(merged)).toEqual([3, 2, 1]);
  });

  it('keeps no more than are shown', () => {
    const many = Array.from({ length: 50 }, (_, i) => sold(i + 1, i));
    expect(offsets(mergePurchases([], many, 3))).toEqual([50, 49, 48]);
  });

  it('does not let one that came late push out a newer one', () => {
    const merged = mergePurchases([sold(1, 20), sold(2, 30)], [sold(3, 1)], 2);
    expect(offsets(merged)).toEqual([2, 1]);
  });

  it('leaves what it was given as it was', () => {
    const shown = [sold(1, 1)];
    mergePurchases(shown, [sold(2, 2)], 10);
    expect(offsets(shown)).toEqual([1]);
  });
});

describe('counting what waits', () => {
  it('counts those that were never pushed as well', () => {
    expect(countSince([sold(5, 5), sold(4, 4)], [sold(305, 9), sold(304, 9)])).toBe(300);
  });

  it('is nothing when nothing new came', () => {
    expect(countSince([sold(5, 5)], [sold(5, 5)])).toBe(0);
    expect(countSince([sold(5, 5)], [])).toBe(0);
  });
});

describe('a cover', () => {
  it.each([
    ['is asked for in the size that is shown', '/demo/cover/a--b/w200.jpg', '/demo/cover/a--b/x96.jpg'],
    ['keeps its format', '/product/image/7/300x400-q70.webp', '/product/image/7/x96.webp'],
    ['may be no size of ours', '/art/7.jpg', '/art/7.jpg'],
    ['of another host is left out', 'https://elsewhere.example/1/w200.jpg', undefined],
    ['of another host without a scheme, too', '//elsewhere.example/1/w200.jpg', undefined],
    ['may be missing', '', undefined],
  ])('%s', (_what, address, expected) => {
    expect(coverAddress(address)).toBe(expected);
  });
});

describe('a link', () => {
  it.each([
    ['to the shop', 'https://shop.example/1', 'https://shop.example/1'],
    ['to ourselves', '/demo/cover/a/w1000.jpg', '/demo/cover/a/w1000.jpg'],
    ['that would run', 'javascript:alert(1)', undefined],
    ['that is none', '', undefined],
  ])('%s', (_what, url, expected) => {
    expect(linkAddress(url)).toBe(expected);
  });
});
