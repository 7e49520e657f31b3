import { describe, expect, it } from 'vitest';
import { historyAddress, isUnfinished, total, zoomed } from '../src/sales_history';

const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

describe('what is asked for', () => {
  it('is a window up to now, the first bucket whole', () => {
    expect(historyAddress('hour', 'revenue', 24 * 60, undefined, 100 * kHour))
      .toBe(`/purchases/history?bucket=hour&value=revenue&from=${77 * kHour}`);
  });

  it('is what was chosen in the chart', () => {
    expect(historyAddress('minute', 'count', 60, { from: 5, to: 9 }))
      .toBe('/purchases/history?bucket=minute&value=count&from=5&to=9');
  });
});

describe('choosing a range', () => {
  it.each([
    ['minutes stay minutes', 'minute', 0, 9 * kMinute, 'minute', 10 * kMinute],
    ['a few hours are shown by the minute', 'hour', 0, 5 * kHour, 'minute', 6 * kHour],
    ['a few days are shown by the hour', 'day', 0, 4 * kDay, 'hour', 5 * kDay],
    ['many days stay days', 'day', 0, 60 * kDay, 'day', 61 * kDay],
    ['never coarser than it was', 'minute', 0, 2 * kDay, 'minute', 2 * kDay + kMinute],
  ] as const)('%s', (_what, bucket, from, last, shown, to) => {
    expect(zoomed(bucket, from, last)).toEqual({ bucket: shown, zoom: { from, to } });
  });
});

describe('sums', () => {
  it('are exact', () => {
    expect(total([0.1, 0.2, 0.3, 19.99].map((y, x) => ({ x, y })))).toBe(20.59);
  });
});

describe('the last bucket', () => {
  it.each([
    ['is unfinished while it lasts', 10 * kMinute, 10 * kMinute + 59_999, true],
    ['is finished when it is over', 10 * kMinute, 11 * kMinute, false],
  ])('%s', (_what, x, now, expected) => {
    expect(isUnfinished('minute', { x, y: 1 }, now)).toBe(expected);
  });
});
