// The artists that earned most, of all time, read anew as purchases come.
import { shallowRef, type ShallowRef } from 'vue';
import { ask, explain } from './api';
import { minorUnits } from './format';
import { usePaced } from './paced';
import type { PurchasesMessage } from './purchases';
import { useLive } from './use_live';

const kGapMs = 5_000;

export interface Seller {
  name: string;
  cents: number;
}

export function useTopSellers(): { sellers: ShallowRef<Seller[] | undefined>; failure: ShallowRef<string> } {
  const sellers = shallowRef<Seller[]>();
  const failure = shallowRef('');
  const pace = usePaced(async () => {
    try {
      const { labels, series } = await ask<{ labels: string[]; series: number[] }>(
        '/purchases/top-sellers?limit=5',
        { login: 'never' },
      );
      sellers.value = labels.map((name, i) => ({ name, cents: minorUnits(series[i] ?? 0, 'USD') }));
      failure.value = '';
    } catch (error) {
      failure.value = explain(error);
    }
  }, kGapMs);
  useLive<PurchasesMessage>('purchases', () => pace.poke(), () => pace.now());
  pace.now();
  return { sellers, failure };
}
