// Pictures on their way to the server: a few at a time, each until its thumbnail is there.
import { shallowRef, triggerRef, type ShallowRef } from 'vue';
import { ask, errorOf, explain } from './api';

export interface Upload {
  key: number;
  name: string;
  bytes: number;
  state: 'waiting' | 'sending' | 'queued' | 'done' | 'failed';
  sent: number;
  // Its place in the queue, while it waits there.
  ahead: number;
  thumbnail: string;
  failure: string;
}

const kAtOnce = 3;
const kLookMs = 700;

export interface Uploader {
  uploads: ShallowRef<Upload[]>;
  add(files: Iterable<File>, fields?: Record<string, string>): void;
  clear(): void;
}

export function useUploads(done?: (upload: Upload) => void): Uploader {
  const uploads = shallowRef<Upload[]>([]);
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let next = 1;

  function change(upload: Upload, to: Partial<Upload>): void {
    Object.assign(upload, to);
    triggerRef(uploads);
  }

  async function run(upload: Upload, file: File, fields: Record<string, string>): Promise<void> {
    try {
      change(upload, { state: 'sending' });
      const said = await send(file, fields, (sent) => change(upload, { sent }));
      change(upload, { state: 'queued', sent: upload.bytes });
      await ended(said.job, (ahead) => change(upload, { ahead }));
      change(upload, { state: 'done', thumbnail: said.thumbnail });
      done?.(upload);
    } catch (error) {
      change(upload, { state: 'failed', failure: explain(error) });
    }
  }

  function start(): void {
    while (running < kAtOnce && waiting.length > 0) {
      running += 1;
      void waiting.shift()!().finally(() => {
        running -= 1;
        start();
      });
    }
  }

  return {
    uploads,
    add(files, fields = {}) {
      for (const file of files) {
        const upload: Upload = { key: next++, name: file.name, bytes: file.size, state: 'waiting', sent: 0, ahead: 0, thumbnail: '', failure: '' };
        uploads.value = [upload, ...uploads.value];
        waiting.push(() => run(upload, file, fields));
      }
      start();
    },
    clear() {
      uploads.value = uploads.value.filter(({ state }) => state !== 'done' && state !== 'failed');
    },
  };
}

interface Said {
  job: string;
  thumbnail: string;
}

// fetch() does not say how much has been sent.
function send(file: File, fields: Record<string, string>, sent: (bytes: number) => void): Promise<Said> {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append('upload', file);
    const request = new XMLHttpRequest();
    request.open('POST', '/upload');
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => {
      if (request.status === 200) return resolve(JSON.parse(request.responseText) as Said);
      void errorOf(new Response(request.responseText, { status: request.status })).then(reject);
    };
    request.onerror = () => reject(new Error('The upload was cut off: the server refused it, or the connection was lost'));
    request.send(body);
  });
}

// The server holds each request for a while; in between its place in the queue is shown.
async function ended(id: string, ahead: (place: number) => void): Promise<void> {
  for (let first = true; ; first = false) {
    const job = await ask<{ state: string; ahead?: number; error?: { message: string } }>(`/jobs/${id}?wait=${first ? 0 : 10}`, { login: 'never' });
    if (job.state === 'done') return;
    if (job.state === 'failed' || job.state === 'cancelled') throw new Error(job.error?.message ?? `The job was ${job.state}`);
    ahead((job.ahead ?? 0) + 1);
    if (first) await new Promise((wake) => setTimeout(wake, kLookMs));
  }
}
