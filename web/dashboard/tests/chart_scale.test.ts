import { describe, expect, it } from 'vitest';
import { curve, nearest, ring, timeTicks, valueTicks } from '../src/chart_scale';

describe('the value axis', () => {
  it.each([
    ['nothing', 0, [0, 1]],
    ['one', 1, [0, 1]],
    ['a few', 3, [0, 1, 2, 3]],
    ['round numbers', 73, [0, 20, 40, 60, 80]],
    ['exactly', 80, [0, 20, 40, 60, 80]],
    ['large', 12_345, [0, 5_000, 10_000, 15_000]],
  ])('%s', (_what, highest, expected) => {
    expect(valueTicks(highest)).toEqual(expected);
  });

  it.each([1, 7, 99, 1e3, 7e9, 0.4])('holds %d', (highest) => {
    const ticks = valueTicks(highest);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
    expect(ticks.length).toBeLessThan(8);
  });
});

describe('the time axis', () => {
  const from = new Date(2026, 10, 21, 20, 47).getTime();

  it('has round minutes', () => {
    const ticks = timeTicks(from, from + 3_600_000, 6).map((tick) => new Date(tick).getMinutes());
    expect(ticks).toEqual([50, 0, 10, 20, 30, 40]);
  });

  it('has midnights for days', () => {
    const ticks = timeTicks(from, from + 7 * 86_400_000, 7).map((tick) => new Date(tick).getHours());
    expect(ticks).toHaveLength(7);
    expect(new Set(ticks)).toEqual(new Set([0]));
  });

  it('stays within its range, also where the clocks are changed', () => {
    const spring = Date.parse('2026-03-28T12:00:00Z');
    for (const tick of timeTicks(spring, spring + 3 * 86_400_000, 12)) {
      expect(tick).toBeGreaterThanOrEqual(spring);
      expect(tick).toBeLessThanOrEqual(spring + 3 * 86_400_000);
    }
  });
});

describe('a curve', () => {
  it('goes through every point', () => {
    const path = curve([{ x: 0, y: 0 }, { x: 10, y: 5 }, { x: 20, y: 0 }]);
    expect(path).toMatch(/^M0 0C.* 10 5C.* 20 0$/);
  });

  it('never swings beyond them', () => {
    const points = [0, 0, 9, 0, 0, 4, 4, 1].map((y, i) => ({ x: i * 10, y }));
    const numbers = curve(points).slice(1).split(/[C ]/).map(Number);
    const heights = numbers.filter((_, i) => i % 2 === 1);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...heights)).toBeLessThanOrEqual(9);
  });

  it('of nothing is nothing', () => {
    expect(curve([])).toBe('');
  });
});

describe('the nearest point', () => {
  const points = [0, 10, 20, 30].map((x) => ({ x, y: 0 }));
  it.each([[-5, 0], [4, 0], [6, 1], [24, 2], [99, 3]])('to %d is number %d', (x, index) => {
    expect(nearest(points, x)).toBe(index);
  });
});

describe('a ring', () => {
  it('is shared by value', () => {
    expect(ring([2, 1, 1], 50, 33).map(({ share }) => share)).toEqual([0.5, 0.25, 0.25]);
  });

  it('closes with a single value, and draws nothing wrong with none', () => {
    expect(ring([7], 50, 33)[0]!.path).not.toContain('NaN');
    expect(ring([0, 0], 50, 33).map(({ share }) => share)).toEqual([0, 0]);
  });
});
