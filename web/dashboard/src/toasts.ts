// What an action came to, said at the edge of the screen and to screen readers.
import { ref } from 'vue';
import { explain } from './api';

export interface Toast {
  id: number;
  kind: 'done' | 'failed';
  text: string;
}

const kDoneMs = 5_000;
const kFailedMs = 12_000;
const kToastsMax = 4;

export const toasts = ref<Toast[]>([]);
let next = 1;

function show(kind: Toast['kind'], text: string): void {
  // The same sentence twice is one toast that stays longer.
  const others = toasts.value.filter((toast) => toast.text !== text);
  const toast = { id: next++, kind, text };
  toasts.value = [...others, toast].slice(-kToastsMax);
  setTimeout(() => dismiss(toast.id), kind === 'done' ? kDoneMs : kFailedMs);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export const showDone = (text: string): void => show('done', text);

// An aborted request is nobody's failure.
export function showError(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  show('failed', explain(error));
}
