// Work that is asked for more often than it need be done: at once the first time, then at most once
// in `gapMs`, and not while nobody looks at the page.
import { onScopeDispose } from 'vue';

export interface Paced {
  // Soon: when the gap is over and the page is seen.
  poke(): void;
  // Now, whatever was before.
  now(): void;
}

export function usePaced(work: () => void | Promise<void>, gapMs: number): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let poked = false;

  const run = (): void => {
    poked = false;
    clearTimeout(timer);
    timer = setTimeout(rested, gapMs);
    void work();
  };
  const rested = (): void => {
    timer = undefined;
    if (poked && document.visibilityState === 'visible') run();
  };
  const seen = (): void => {
    if (poked && timer === undefined && document.visibilityState === 'visible') run();
  };
  document.addEventListener('visibilitychange', seen);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', seen);
    clearTimeout(timer);
    poked = false;
  });
  return {
    poke: () => {
      poked = true;
      seen();
    },
    now: run,
  };
}
