// What a button does: it is busy meanwhile, and what goes wrong is shown.
import { type Ref, ref } from 'vue';
import { showError } from './toasts';

export interface Action {
  busy: Ref<boolean>;
  act(work: () => Promise<unknown>): Promise<void>;
}

export function useAction(): Action {
  const busy = ref(false);
  async function act(work: () => Promise<unknown>): Promise<void> {
    busy.value = true;
    try {
      await work();
    } catch (error) {
      showError(error);
    }
    busy.value = false;
  }
  return { busy, act };
}
