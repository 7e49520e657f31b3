// The page's one live client, for components: a subscription that ends with its component.
import { onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { LiveClient, type Listener, type LiveMessage } from './live';

export const live = new LiveClient();

const kDoubtfulMs = 60_000;
let hiddenSince = 0;

addEventListener('online', () => live.doubt());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') hiddenSince = Date.now();
  else if (Date.now() - hiddenSince > kDoubtfulMs) live.doubt();
  else live.hurry();
});

// The topic may change, or be empty while there is nothing to read.
export function useLive<T extends object>(
  topic: MaybeRefOrGetter<string>,
  message: (message: T & LiveMessage) => void,
  reload?: () => void,
): void {
  const listener: Listener = { message: (said) => message(said as T & LiveMessage), reload };
  let end: (() => void) | undefined;
  watch(
    () => toValue(topic),
    (name) => {
      end?.();
      end = name === '' ? undefined : live.subscribe(name, listener);
    },
    { immediate: true },
  );
  onScopeDispose(() => end?.());
}
