// The two ways to the live hub, in the same words, so that the client does not care which it has.
import { renewSession } from './api';

export interface Ears {
  opened(): void;
  message(text: string): void;
  // Once, whether it was open or not. The reason is the server's, if it gave one.
  closed(reason: string): void;
}

export interface Connection {
  close(): void;
}

export interface Transports {
  socket(query: string, ears: Ears): Connection;
  events(query: string, ears: Ears): Connection;
  // The status that a plain request gets; 0 when there is no answer.
  probe(query: string): Promise<number>;
  // A new session for one that is over; false when nobody was logged in.
  renew(): Promise<boolean>;
  random(): number;
}

export function browserTransports(): Transports {
  return { socket, events, probe, renew: renewSession, random: Math.random };
}

function socket(query: string, ears: Ears): Connection {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const connection = new WebSocket(`${scheme}//${location.host}/live${query}`);
  connection.onopen = () => ears.opened();
  connection.onmessage = (event) => ears.message(String(event.data));
  connection.onclose = (event) => ears.closed(event.reason);
  return connection;
}

function events(query: string, ears: Ears): Connection {
  const connection = new EventSource(`/live/events${query}`);
  connection.onopen = () => ears.opened();
  connection.onmessage = (event) => ears.message(String(event.data));
  // It would come back by itself, but with the topics and the pace of its own.
  connection.onerror = () => {
    connection.close();
    ears.closed('');
  };
  return connection;
}

async function probe(query: string): Promise<number> {
  const ending = new AbortController();
  try {
    const response = await fetch(`/live/events${query}`, {
      headers: { Accept: 'text/event-stream' },
      signal: ending.signal,
    });
    return response.status;
  } catch {
    return 0;
  } finally {
    ending.abort();
  }
}
