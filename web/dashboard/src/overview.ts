// What the topic `overview` says, at most once a second, and the last minute of it.
import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { instanceName } from './instance';
import { me } from './me';
import { followed, type Trail } from './trail';
import { live, useLive } from './use_live';

export interface Overview extends Trail {
  instance: string;
  version: string;
  // null: no pictures in the last minute.
  cache_hit_rate: number | null;
  // null: its store is away.
  queue: { waiting: number; working: number; failed: number } | null;
  hot: { campaign: string; item: string; title: string; clicks: number; hot_minutes: number }[];
  pages: { page: string; last_minute: number; last_hour: number }[];
}

export function useOverview(): {
  overview: ShallowRef<Overview | undefined>;
  past: (name: keyof Trail) => ComputedRef<number[]>;
} {
  const overview = shallowRef<Overview>();
  const trail = shallowRef<Trail[]>([]);
  // Only for those who have logged in; asking for it as nobody would cost the other topics a turn.
  useLive<Overview>(() => (me.value ? 'overview' : ''), (now) => {
    overview.value = now;
    instanceName.value = now.instance;
  });
  // The server is silent while nothing changes; the trail goes on with what it said last.
  const second = setInterval(() => {
    if (overview.value && live.status.value === 'connected') trail.value = followed(trail.value, overview.value);
  }, 1_000);
  onScopeDispose(() => clearInterval(second));
  return { overview, past: (name) => computed(() => trail.value.map((one) => one[name])) };
}
