import { beforeEach, describe, expect, it, vi } from 'vitest';

// The module brings the page's live client along, which listens to the window.
beforeEach(() => {
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('document', { addEventListener: () => {} });
});

const now = (views: number) => ({ pictures_per_second: 1.5, views_last_minute: views, clicks_last_minute: 0 });

describe('the trail of the last minute', () => {
  it('goes on with what was said last, and forgets what is older than a minute', async () => {
    const { followed, kTrailMax } = await import('../src/overview');
    let trail: ReturnType<typeof followed> = [];
    for (let second = 0; second < 70; second++) trail = followed(trail, now(second));
    expect(trail).toHaveLength(kTrailMax);
    expect(trail[0]!.views_last_minute).toBe(10);
    expect(trail.at(-1)!.views_last_minute).toBe(69);
  });
});
