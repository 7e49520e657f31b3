import { expect, it } from 'vitest';
import { followed, kTrailMax, type Trail } from '../src/trail';

it('the trail goes on with what was said last, and forgets what is older than a minute', () => {
  let trail: Trail[] = [];
  for (let second = 0; second < 70; second++) {
    trail = followed(trail, { pictures_per_second: 1.5, views_last_minute: second, clicks_last_minute: 0 });
  }
  expect(trail).toHaveLength(kTrailMax);
  expect(trail[0]!.views_last_minute).toBe(10);
  expect(trail.at(-1)!.views_last_minute).toBe(69);
});
