import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveClient } from '../src/live';
import type { Ears, Transports } from '../src/live_transports';

interface Opened {
  kind: 'socket' | 'events';
  query: string;
  ears: Ears;
  closed: boolean;
}

// A server that does what the test says, and writes down what it was asked.
function server(status: (query: string) => number = () => 0) {
  const opened: Opened[] = [];
  const open = (kind: Opened['kind']) => (query: string, ears: Ears) => {
    const connection = { kind, query, ears, closed: false };
    opened.push(connection);
    return { close: () => { connection.closed = true; } };
  };
  const probed: string[] = [];
  const transports: Transports = {
    socket: open('socket'),
    events: open('events'),
    probe: (query) => {
      probed.push(query);
      return Promise.resolve(status(query));
    },
    renew: vi.fn(() => Promise.resolve(false)),
    random: () => 1,
  };
  return { opened, probed, transports, last: () => opened.at(-1)! };
}

const purchases = (offset: string, rest: object = { purchases: [] }): string =>
  JSON.stringify({ topic: 'purchases', offset, ...rest });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settled = () => vi.advanceTimersByTimeAsync(50);

describe('the live client', () => {
  it('opens one connection for all topics of a page', async () => {
    const { opened, transports } = server();
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    client.subscribe('purchases', { message: () => {} });
    client.subscribe('views:a b', { message: () => {} });
    await settled();
    expect(opened.map(({ query }) => query)).toEqual(['?topics=purchases,sales,views%3Aa%20b']);
    expect(client.status.value).toBe('connecting');
    opened[0]!.ears.opened();
    expect(client.status.value).toBe('connected');
  });

  it('tells each topic only to those who read it', async () => {
    const { last, transports } = server();
    const client = new LiveClient(transports);
    const sales = vi.fn();
    const bought = vi.fn();
    client.subscribe('sales', { message: sales });
    client.subscribe('purchases', { message: bought });
    await settled();
    last().ears.message(purchases('e:1'));
    expect(bought).toHaveBeenCalledOnce();
    expect(sales).not.toHaveBeenCalled();
  });

  it('tells the newest to a listener that comes late', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    last().ears.message(JSON.stringify({ topic: 'sales', offset: 's:1', topSellers: {} }));
    const late = vi.fn();
    client.subscribe('sales', { message: late });
    expect(late).toHaveBeenCalledOnce();
    await settled();
    expect(opened).toHaveLength(1);
  });

  it('comes back with the offset of the last event, and none of a state', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    client.subscribe('purchases', { message: () => {} });
    await settled();
    last().ears.opened();
    last().ears.message(purchases('epoch:41'));
    last().ears.message(purchases('epoch:42'));
    last().ears.message(JSON.stringify({ topic: 'sales', offset: 's:9' }));
    last().ears.closed('');
    expect(client.status.value).toBe('disconnected');
    await vi.advanceTimersByTimeAsync(600);
    expect(opened).toHaveLength(2);
    expect(last().query).toBe('?topics=purchases,sales&since=epoch%3A42');
  });

  it('has what is missing read anew, and goes on from there', async () => {
    const { last, transports } = server();
    const client = new LiveClient(transports);
    const message = vi.fn();
    const reload = vi.fn();
    client.subscribe('purchases', { message, reload });
    await settled();
    last().ears.opened();
    last().ears.message(purchases('old:7'));
    message.mockClear();
    last().ears.message(purchases('new:1', { recovered: true }));
    expect(reload).not.toHaveBeenCalled();
    last().ears.message(purchases('new:2', { recovered: false }));
    expect(reload).toHaveBeenCalledOnce();
    expect(message).not.toHaveBeenCalled();
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(600);
    expect(last().query).toContain('since=new%3A2');
  });

  it('waits twice as long each time, up to fifteen seconds, and starts again once it was told something', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      const before = opened.length;
      last().ears.closed('');
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(opened, `before ${wait} ms`).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(opened, `after ${wait} ms`).toHaveLength(before + 1);
    }
    last().ears.opened();
    last().ears.message(JSON.stringify({ topic: 'sales', offset: 's:1' }));
    const before = opened.length;
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(500);
    expect(opened).toHaveLength(before + 1);
  });

  it('spreads the readers over the second half of the wait', async () => {
    const { last, transports, opened } = server();
    transports.random = () => 0;
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(250);
    expect(opened).toHaveLength(2);
  });

  it('comes back when a server that is being replaced says so', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    last().ears.opened();
    last().ears.closed('reconnect in 2300 ms');
    await vi.advanceTimersByTimeAsync(2_299);
    expect(opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(opened).toHaveLength(2);
  });

  it('does not trust a connection from before the network was away', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    client.doubt();
    expect(opened).toHaveLength(0);
    client.subscribe('purchases', { message: () => {} });
    await settled();
    last().ears.opened();
    last().ears.message(purchases('e:5'));
    client.doubt();
    expect(opened[0]!.closed).toBe(true);
    expect(last().query).toBe('?topics=purchases&since=e%3A5');
  });

  it('comes back at once when somebody looks', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    last().ears.opened();
    client.hurry();
    expect(opened).toHaveLength(1);
    last().ears.closed('');
    client.hurry();
    expect(opened).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toHaveLength(2);
  });

  it('takes server-sent events where a WebSocket fails twice and a plain request does not', async () => {
    const { last, transports, opened } = server(() => 200);
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(1_000);
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(opened.map(({ kind }) => kind)).toEqual(['socket', 'socket', 'events']);
    last().ears.opened();
    expect(client.status.value).toBe('connected');
  });

  it('stays with the WebSocket while nothing answers', async () => {
    const { last, transports, opened } = server(() => 0);
    const client = new LiveClient(transports);
    client.subscribe('sales', { message: () => {} });
    await settled();
    for (let i = 0; i < 4; i++) {
      last().ears.closed('');
      await vi.advanceTimersByTimeAsync(15_000);
    }
    expect(new Set(opened.map(({ kind }) => kind))).toEqual(new Set(['socket']));
  });

  it('goes on without a topic that is refused, and says which', async () => {
    const { last, transports } = server((query) => (query.includes('jobs') ? 403 : 200));
    const client = new LiveClient(transports);
    client.subscribe('jobs', { message: () => {} });
    client.subscribe('sales', { message: () => {} });
    await settled();
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(10);
    expect([...client.refused.value]).toEqual(['jobs']);
    expect(last().query).toBe('?topics=sales');
    expect(transports.renew).toHaveBeenCalledOnce();
  });

  it('renews a session that is over, once', async () => {
    const { last, transports, opened } = server(() => 403);
    transports.renew = vi.fn(() => Promise.resolve(true));
    const client = new LiveClient(transports);
    client.subscribe('jobs', { message: () => {} });
    await settled();
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(10);
    expect(opened).toHaveLength(2);
    last().ears.closed('');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(transports.renew).toHaveBeenCalledOnce();
    expect(opened).toHaveLength(2);
    expect(client.status.value).toBe('idle');
  });

  it('takes the next page over without a pause that anyone sees', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    const leave = client.subscribe('sales', { message: () => {} });
    client.subscribe('purchases', { message: () => {} });
    await settled();
    last().ears.opened();
    last().ears.message(purchases('e:5'));
    leave();
    client.subscribe('jobs', { message: () => {} });
    await settled();
    expect(opened[0]!.closed).toBe(true);
    expect(last().query).toBe('?topics=jobs,purchases&since=e%3A5');
    opened[0]!.ears.closed('');
    expect(client.status.value).toBe('connected');
  });

  it('ends the connection when nobody reads any more, and forgets where it was', async () => {
    const { last, transports, opened } = server();
    const client = new LiveClient(transports);
    const leave = client.subscribe('purchases', { message: () => {} });
    await settled();
    last().ears.opened();
    last().ears.message(purchases('e:5'));
    leave();
    await settled();
    expect(opened[0]!.closed).toBe(true);
    expect(client.status.value).toBe('idle');
    client.subscribe('purchases', { message: () => {} });
    await settled();
    expect(last().query).toBe('?topics=purchases');
  });
});
