// What changes is pushed by the server (docs/live.md). One connection carries the topics that
// somebody on the page reads: a WebSocket, or server-sent events where a proxy lets none pass. It
// comes back by itself, and then asks for what it has missed.
import { ref, shallowRef } from 'vue';
import { browserTransports, type Connection, type Transports } from './live_transports';

export interface LiveMessage {
  topic: string;
  offset: string;
  recovered?: boolean;
  [field: string]: unknown;
}

export interface Listener {
  message(message: LiveMessage): void;
  // Something is missing that the server has no more: read it anew.
  reload?(): void;
}

// idle: nobody on the page reads a topic.
export type LiveStatus = 'idle' | 'connecting' | 'connected' | 'disconnected';

// Topics whose every message counts; of the others only the newest does, and comes by itself.
const kEventTopics = new Set(['purchases']);
const kFirstWaitMs = 500;
const kLongestWaitMs = 15_000;
// Pages come and go together; topics are compared once they have settled.
const kSettleMs = 30;
const kSocketFailuresMax = 2;

export class LiveClient {
  readonly status = ref<LiveStatus>('idle');
  // Topics that this person may not read, or that this server does not know.
  readonly refused = shallowRef<ReadonlySet<string>>(new Set());

  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly newest = new Map<string, LiveMessage>();
  private readonly offsets = new Map<string, string>();
  private connection: Connection | undefined;
  private connectedTopics = '';
  // Grows with each connection; whatever an older one still says is passed over.
  private turn = 0;
  private attempts = 0;
  private socketFailures = 0;
  private renewed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly transports: Transports = browserTransports()) {}

  // Answers the call that ends it. A listener that comes late is told the newest at once.
  subscribe(topic: string, listener: Listener): () => void {
    const readers = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, readers.add(listener));
    const known = this.newest.get(topic);
    if (known) listener.message(known);
    this.settle();
    return () => {
      readers.delete(listener);
      this.settle();
    };
  }

  // The page is looked at again.
  hurry(): void {
    if (this.status.value === 'disconnected') this.connect();
  }

  // The network was away, or the machine asleep: what seems to be open may have nobody at its other
  // end, and a browser notices that only after minutes. Coming back costs next to nothing.
  doubt(): void {
    if (this.status.value !== 'idle') this.connect();
  }

  private settle(): void {
    if (this.timer !== undefined && this.status.value === 'disconnected') return;
    this.after(kSettleMs, () => {
      if (this.wanted().join() !== this.connectedTopics) this.connect();
    });
  }

  private wanted(): string[] {
    for (const [topic, readers] of this.listeners) {
      if (readers.size > 0) continue;
      for (const map of [this.listeners, this.newest, this.offsets]) map.delete(topic);
    }
    return [...this.listeners.keys()].filter((topic) => !this.refused.value.has(topic)).sort();
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.connection?.close();
    const turn = ++this.turn;
    const topics = this.wanted();
    this.connectedTopics = topics.join();
    if (topics.length === 0) {
      this.status.value = 'idle';
      return;
    }
    // Other topics on the way from page to page are no interruption to speak of.
    if (this.status.value === 'idle') this.status.value = 'connecting';
    const open = this.socketFailures < kSocketFailuresMax ? this.transports.socket : this.transports.events;
    const mine = (act: () => void): void => {
      if (turn === this.turn) act();
    };
    let opened = false;
    this.connection = open(this.query(topics), {
      opened: () => mine(() => {
        opened = true;
        this.renewed = false;
        this.status.value = 'connected';
      }),
      message: (text) => mine(() => this.dispatch(text)),
      closed: (reason) => mine(() => void this.lost(turn, topics, opened, reason)),
    });
  }

  private query(topics: string[]): string {
    const since = topics.flatMap((topic) => this.offsets.get(topic) ?? []);
    const query = `?topics=${topics.map(encodeURIComponent).join()}`;
    return since.length > 0 ? `${query}&since=${since.map(encodeURIComponent).join()}` : query;
  }

  private dispatch(text: string): void {
    // It has said something, so the next failure is a new story.
    this.attempts = 0;
    const message = JSON.parse(text) as LiveMessage;
    if (kEventTopics.has(message.topic)) this.offsets.set(message.topic, message.offset);
    const readers = [...(this.listeners.get(message.topic) ?? [])];
    if (message.recovered !== undefined) {
      if (!message.recovered) readers.forEach((reader) => reader.reload?.());
      return;
    }
    this.newest.set(message.topic, message);
    readers.forEach((reader) => reader.message(message));
  }

  private async lost(turn: number, topics: string[], opened: boolean, reason: string): Promise<void> {
    this.status.value = 'disconnected';
    const wait = this.wait(reason);
    // A browser does not say why a WebSocket was refused; a plain request does.
    const again = opened ? 'later' : await this.diagnose(topics);
    if (turn !== this.turn) return;
    if (again === 'now') this.connect();
    else this.after(wait, () => this.connect());
  }

  private async diagnose(topics: string[]): Promise<'now' | 'later'> {
    const status = await this.transports.probe(this.query(topics));
    if (status === 200) {
      this.socketFailures += 1;
      return this.socketFailures === kSocketFailuresMax ? 'now' : 'later';
    }
    if (status !== 400 && status !== 403) return 'later';
    if (status === 403 && !this.renewed) {
      this.renewed = true;
      if (await this.transports.renew()) return 'now';
    }
    const refused = new Set(this.refused.value);
    for (const topic of topics) {
      const answer = await this.transports.probe(`?topics=${encodeURIComponent(topic)}`);
      if (answer === 400 || answer === 403) refused.add(topic);
    }
    if (refused.size === this.refused.value.size) return 'later';
    this.refused.value = refused;
    return 'now';
  }

  // Twice as long each time, and never the same for two readers. A server that is being replaced
  // says itself when to come back.
  private wait(reason: string): number {
    const told = /reconnect in (\d+) ms/.exec(reason)?.[1];
    const longest = Math.min(kLongestWaitMs, kFirstWaitMs * 2 ** this.attempts);
    this.attempts += 1;
    return told !== undefined ? Math.min(Number(told), kLongestWaitMs) : longest * (0.5 + this.transports.random() / 2);
  }

  private after(ms: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      act();
    }, ms);
  }
}
