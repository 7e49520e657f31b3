// Requests to the server that the page came from. What fails is an ApiError with a sentence for
// people; a session that is over is renewed once, and then the login page is shown, which comes back.

export interface AskOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  // Sent as JSON.
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  // Told the headers of an answer that is no failure.
  head?: (headers: Headers) => void;
  // 'never': a 401 is an ApiError like any other.
  login?: 'never';
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export async function ask<T>(path: string, options: AskOptions = {}): Promise<T> {
  let response = await send(path, options);
  if (response.status === 401 && (await renewSession())) response = await send(path, options);
  if (response.status === 401 && options.login !== 'never') goToLogin();
  if (!response.ok) throw await errorOf(response);
  options.head?.(response.headers);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function send(path: string, options: AskOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  let body = options.body;
  if (options.json !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.json);
  }
  try {
    return await fetch(path, { method: options.method ?? 'GET', headers, body, signal: options.signal });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, 'offline', 'The server cannot be reached');
  }
}

// The refresh token is good for one use, so requests that fail together share one renewal.
let renewal: Promise<boolean> | undefined;
export function renewSession(): Promise<boolean> {
  renewal ??= fetch('/account/refresh', { method: 'POST', headers: { Accept: 'application/json' } })
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      renewal = undefined;
    });
  return renewal;
}

// Both come back to where one was.
const next = (): string => encodeURIComponent(location.pathname + location.search);
export const loginAddress = (): string => `/login?next=${next()}`;
export const registerAddress = (): string => `/register?next=${next()}`;

function goToLogin(): void {
  location.assign(loginAddress());
}

export async function errorOf(response: Response): Promise<ApiError> {
  const { kind, message } = said(await response.text().catch(() => ''));
  return new ApiError(
    response.status,
    kind ?? 'unknown',
    message ?? `The server answered ${response.status}`,
    retryAfter(response),
  );
}

// `{"error":{kind,message}}`, the `{"msg"}` of uploads, or a short text; a proxy's page is no message.
function said(text: string): { kind?: string; message?: string } {
  try {
    const answer = JSON.parse(text) as { error?: { kind?: string; message?: string }; msg?: string };
    return { kind: answer.error?.kind, message: answer.error?.message ?? answer.msg };
  } catch {
    const line = text.trim();
    return line !== '' && line.length < 300 && !line.startsWith('<') ? { message: line } : {};
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

// What happened and what to do next, in one or two sentences.
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return sentence(error instanceof Error ? error.message : String(error));
  return `${sentence(error.message)} ${advice(error)}`.trim();
}

function advice(error: ApiError): string {
  if (error.retryAfterSeconds !== undefined) {
    return `Try again in ${Math.max(1, Math.ceil(error.retryAfterSeconds))} s.`;
  }
  if (error.status === 0) return 'Check the connection; live numbers come back by themselves.';
  if (error.status === 401) return 'Log in again.';
  if (error.status === 403) return 'Ask an operator, or log in as one.';
  if (error.status === 404) return 'It may have been removed; load the page again.';
  if (error.status === 429 || error.status >= 500) return 'Try again in a moment.';
  return '';
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
