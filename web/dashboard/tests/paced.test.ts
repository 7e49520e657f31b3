import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { usePaced, type Paced } from '../src/paced';

const page = { visibilityState: 'visible', look: () => {} };
let scope: EffectScope;

beforeEach(() => {
  vi.useFakeTimers();
  page.visibilityState = 'visible';
  vi.stubGlobal('document', {
    get visibilityState() {
      return page.visibilityState;
    },
    addEventListener: (_name: string, act: () => void) => {
      page.look = act;
    },
    removeEventListener: () => {
      page.look = () => {};
    },
  });
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function paced(): { work: ReturnType<typeof vi.fn>; pace: Paced } {
  const work = vi.fn();
  return { work, pace: scope.run(() => usePaced(work, 1_000))! };
}

describe('work that is asked for often', () => {
  it('is done at once, then once a gap', () => {
    const { work, pace } = paced();
    for (let i = 0; i < 49; i++) {
      pace.poke();
      vi.advanceTimersByTime(100);
    }
    expect(work).toHaveBeenCalledTimes(5);
  });

  it('is done once more for what came during the gap, and then no more', () => {
    const { work, pace } = paced();
    pace.poke();
    pace.poke();
    vi.advanceTimersByTime(60_000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('waits until somebody looks', () => {
    const { work, pace } = paced();
    page.visibilityState = 'hidden';
    pace.poke();
    vi.advanceTimersByTime(60_000);
    expect(work).not.toHaveBeenCalled();
    page.visibilityState = 'visible';
    page.look();
    expect(work).toHaveBeenCalledOnce();
  });

  it('is done now when it must be', () => {
    const { work, pace } = paced();
    pace.now();
    pace.now();
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('ends with its component', () => {
    const { work, pace } = paced();
    pace.poke();
    pace.poke();
    scope.stop();
    vi.advanceTimersByTime(60_000);
    page.look();
    expect(work).toHaveBeenCalledOnce();
  });
});
