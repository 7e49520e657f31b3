// What the chart of sales asks for: a bucket, a value and a range.
import type { Point } from './chart_scale';
import { formatCompact, formatCompactMoney, formatCount, formatMoney, formatTime } from './format';

export type Bucket = 'minute' | 'hour' | 'day';
export type Value = 'count' | 'revenue';

export interface Range {
  name: string;
  minutes: number;
}

const kHour = 60;
const kDay = 24 * kHour;
const kMinuteMs = 60_000;

export const ranges: Record<Bucket, Range[]> = {
  minute: [
    { name: '1 hour', minutes: kHour },
    { name: '6 hours', minutes: 6 * kHour },
    { name: '24 hours', minutes: kDay },
  ],
  hour: [
    { name: '24 hours', minutes: kDay },
    { name: '7 days', minutes: 7 * kDay },
    { name: '30 days', minutes: 30 * kDay },
  ],
  day: [
    { name: '30 days', minutes: 30 * kDay },
    { name: '90 days', minutes: 90 * kDay },
    { name: '1 year', minutes: 365 * kDay },
  ],
};

const bucketMinutes: Record<Bucket, number> = { minute: 1, hour: kHour, day: kDay };

export interface Zoom {
  from: number;
  to: number;
}

// A range that was chosen in the chart ends with its last bucket, and is shown in finer buckets
// where there would be few to see.
export function zoomed(bucket: Bucket, from: number, last: number): { bucket: Bucket; zoom: Zoom } {
  const zoom = { from, to: last + bucketMinutes[bucket] * kMinuteMs };
  const minutes = (zoom.to - zoom.from) / kMinuteMs;
  const finer: Bucket = minutes <= 12 * kHour ? 'minute' : minutes <= 14 * kDay ? 'hour' : 'day';
  return { bucket: bucketMinutes[finer] < bucketMinutes[bucket] ? finer : bucket, zoom };
}

export function historyAddress(bucket: Bucket, value: Value, minutes: number, zoom?: Zoom, now = Date.now()): string {
  const query = new URLSearchParams({ bucket, value });
  if (zoom) {
    query.set('from', String(zoom.from));
    query.set('to', String(zoom.to));
  } else {
    // The first bucket whole, the last one as far as it has come.
    query.set('from', String(now - (minutes - bucketMinutes[bucket]) * kMinuteMs));
  }
  return `/purchases/history?${query}`;
}

export const formatSales = (value: Value) => (amount: number): string =>
  value === 'count' ? formatCount(amount) : formatMoney(Math.round(amount * 100), 'USD');

export const formatSalesAxis = (value: Value) => (amount: number): string =>
  value === 'count' ? formatCompact(amount) : formatCompactMoney(amount, 'USD');

// Days are those of the server's time zone. Their noon is the same day nearly everywhere.
const kNoon = 12 * kHour * kMinuteMs;

export const formatBucket = (bucket: Bucket) => (time: number): string =>
  bucket === 'day' ? formatTime(time + kNoon, 'day') : formatTime(time, bucket === 'minute' ? 'minute' : 'hour');

export function formatTickOf(bucket: Bucket, minutes: number): (time: number) => string {
  if (bucket === 'day') return formatBucket('day');
  return (time) => formatTime(time, minutes > 2 * kDay ? 'day' : 'minute');
}

export const total = (points: readonly Point[]): number =>
  Math.round(points.reduce((sum, { y }) => sum + Math.round(y * 100), 0)) / 100;

// The bucket that is still being filled says less than the others, and is drawn so.
export const isUnfinished = (bucket: Bucket, last: Point | undefined, now = Date.now()): boolean =>
  last !== undefined && last.x + bucketMinutes[bucket] * kMinuteMs > now;
