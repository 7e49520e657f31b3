import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, ask, explain } from '../src/api';

const asked: { path: string; options: RequestInit }[] = [];
let answers: ((path: string) => Response | Promise<Response>) | undefined;
const assign = vi.fn();

beforeEach(() => {
  asked.length = 0;
  assign.mockClear();
  vi.stubGlobal('location', { pathname: '/dashboard/sales', search: '?a=b', assign });
  vi.stubGlobal('fetch', async (path: string, options: RequestInit = {}) => {
    asked.push({ path, options });
    return answers!(path);
  });
});
afterEach(() => vi.unstubAllGlobals());

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('an answer', () => {
  it('is read as JSON, with its headers', async () => {
    answers = () => json(200, { a: 1 }, { 'Vitrine-Search-Cut': 'true' });
    let cut: string | null = null;
    expect(await ask('/purchases', { head: (headers) => { cut = headers.get('Vitrine-Search-Cut'); } })).toEqual({ a: 1 });
    expect(cut).toBe('true');
    expect(asked[0]!.options.headers).toMatchObject({ Accept: 'application/json' });
  });

  it('may be empty', async () => {
    answers = () => new Response(null, { status: 204 });
    expect(await ask('/jobs/1', { method: 'DELETE' })).toBeUndefined();
  });

  it('follows a body of JSON', async () => {
    answers = () => json(201, {});
    await ask('/account/keys', { method: 'POST', json: { name: 'till' } });
    expect(asked[0]!.options).toMatchObject({ method: 'POST', body: '{"name":"till"}' });
    expect(asked[0]!.options.headers).toMatchObject({ 'Content-Type': 'application/json' });
  });
});

describe('a failure', () => {
  it.each([
    ['of the API', json(422, { error: { kind: 'invalid', message: '"bogus" is no scope' } }), 'invalid', '"bogus" is no scope'],
    ['of an upload', json(415, { msg: 'This is no picture' }), 'unknown', 'This is no picture'],
    ['in plain text', new Response('Say what to search for: ?term=\n', { status: 400 }), 'unknown', 'Say what to search for: ?term='],
    ['of a proxy, whose page is no message', new Response('<html>502</html>', { status: 502 }), 'unknown', 'The server answered 502'],
    ['without a word', new Response('', { status: 500 }), 'unknown', 'The server answered 500'],
  ])('%s', async (_what, response, kind, message) => {
    answers = () => response;
    const error = await failure(ask('/x', { login: 'never' }));
    expect(error).toMatchObject({ kind, message, status: response.status });
  });

  it.each([
    ['busy, with a time', json(503, { error: { kind: 'busy', message: 'Too many logins wait' } }, { 'Retry-After': '3' }), 'Too many logins wait. Try again in 3 s.'],
    ['throttled', json(429, { error: { kind: 'busy', message: 'Too many attempts' } }, { 'Retry-After': '0.2' }), 'Too many attempts. Try again in 1 s.'],
    ['broken', json(500, {}), 'The server answered 500. Try again in a moment.'],
    ['not allowed', json(403, { error: { kind: 'not_allowed', message: 'This is for operators' } }), 'This is for operators. Ask an operator, or log in as one.'],
    ['wrong input says itself what is wrong', json(422, { error: { kind: 'invalid', message: 'A name has 1 to 64 characters.' } }), 'A name has 1 to 64 characters.'],
  ])('says what to do next: %s', async (_what, response, sentence) => {
    answers = () => response;
    expect(explain(await failure(ask('/x', { login: 'never' })))).toBe(sentence);
  });

  it('of the network is one as well', async () => {
    answers = () => Promise.reject(new TypeError('Failed to fetch'));
    const error = await failure(ask('/purchases'));
    expect(error).toMatchObject({ status: 0, kind: 'offline' });
    expect(explain(error)).toMatch(/^The server cannot be reached\. /);
  });

  it('is not what ends by our own wish', async () => {
    const ending = new AbortController();
    answers = () => {
      ending.abort();
      return Promise.reject(ending.signal.reason as Error);
    };
    await expect(ask('/purchases', { signal: ending.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a session that is over', () => {
  const over = () => json(401, { error: { kind: 'not_known', message: 'Log in' } });

  it('is renewed once, and the request sent again', async () => {
    let renewed = false;
    answers = (path) => {
      if (path === '/account/refresh') {
        renewed = true;
        return json(200, {});
      }
      return renewed ? json(200, ['sold']) : over();
    };
    expect(await ask('/purchases')).toEqual(['sold']);
    expect(asked.map(({ path }) => path)).toEqual(['/purchases', '/account/refresh', '/purchases']);
    expect(assign).not.toHaveBeenCalled();
  });

  it('is renewed once for all that fail together', async () => {
    let renewed = false;
    answers = async (path) => {
      if (path !== '/account/refresh') return renewed ? json(200, path) : over();
      await Promise.resolve();
      renewed = true;
      return json(200, {});
    };
    expect(await Promise.all([ask('/a'), ask('/b'), ask('/c')])).toEqual(['/a', '/b', '/c']);
    expect(asked.filter(({ path }) => path === '/account/refresh')).toHaveLength(1);
  });

  it('leads to the login page, which comes back', async () => {
    answers = over;
    await failure(ask('/purchases'));
    expect(assign).toHaveBeenCalledWith('/login?next=%2Fdashboard%2Fsales%3Fa%3Db');
  });

  it('leads nowhere for who only looks whether there is one', async () => {
    answers = over;
    await failure(ask('/account', { login: 'never' }));
    expect(assign).not.toHaveBeenCalled();
  });
});
