// What `GET /queues` says, and what may be done with its jobs.
import { ask } from './api';

export interface Job {
  // Absent for a job that another program has put in.
  id?: string;
  kind: string;
  state: string;
  queue: string;
  attempts?: number;
  attempts_max?: number;
  progress?: { percent: number; word: string };
  error?: { kind: string; message: string };
  created?: string;
  not_before?: string;
  started?: string;
  ended?: string;
  arguments: string;
}

export interface Worker {
  name: string;
  queues: string[];
  since: string;
  job: Job | null;
}

export interface JobPage {
  total: number;
  jobs: Job[];
}

export interface Queues {
  queues: { name: string; waiting: number }[];
  workers: Worker[];
  paused: boolean;
  processed: number;
  failed_total: number;
  last_minute: { begun: number; done: number; failed: number };
  failed: JobPage;
  delayed: JobPage;
}

const address = (job: Job): string => `/jobs/${encodeURIComponent(job.id ?? '')}`;
export const retryJob = (job: Job): Promise<void> => ask(`${address(job)}/retry`, { method: 'POST' });
export const removeJob = (job: Job): Promise<void> => ask(address(job), { method: 'DELETE' });

// What a job is about, in a few words: the name of a thumbnail, the id of an original.
export function subject(job: Job): string {
  try {
    const [first, second] = JSON.parse(job.arguments) as unknown[];
    if (typeof first === 'string') return String(second ?? first);
    const { thumbnail, namespace, id } = first as Record<string, string | undefined>;
    return thumbnail ?? [namespace, id].filter(Boolean).join('/');
  } catch {
    return '';
  }
}
