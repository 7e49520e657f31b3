// One question at a time: a new one ends the one before, so a late answer never takes the place of
// a newer one.
import { onScopeDispose } from 'vue';

export type Latest = <T>(question: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export function useLatest(): Latest & { end(): void } {
  let asking: AbortController | undefined;
  const end = (): void => asking?.abort();
  onScopeDispose(end);
  const latest: Latest = async (question) => {
    end();
    const mine = new AbortController();
    asking = mine;
    const answer = await question(mine.signal);
    mine.signal.throwIfAborted();
    return answer;
  };
  return Object.assign(latest, { end });
}

export const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
