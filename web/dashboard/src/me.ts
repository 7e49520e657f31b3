// Who is logged in, as far as the page needs to know; the server decides who may do what.
import { computed, ref } from 'vue';
import { ask } from './api';

export interface Me {
  name: string;
  role: 'viewer' | 'operator';
  session: string;
}

// undefined: not known yet; null: nobody.
export const me = ref<Me | null | undefined>(undefined);
export const isOperator = computed(() => me.value?.role === 'operator');

export async function loadMe(): Promise<void> {
  try {
    me.value = await ask<Me>('/account', { login: 'never' });
  } catch {
    me.value = null;
  }
}
