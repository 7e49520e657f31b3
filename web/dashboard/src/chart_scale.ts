// Arithmetic of charts: where the lines of an axis are, and a curve through points. No DOM.

export interface Point {
  x: number;
  y: number;
}

// About `count` round numbers from 0 to at least `highest`.
export function valueTicks(highest: number, count = 4): number[] {
  if (!(highest > 0)) return [0, 1];
  const raw = highest / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= raw * 0.999) ?? raw;
  // Things are counted in wholes.
  const whole = highest >= count ? step : Math.max(step, 1);
  const ticks: number[] = [];
  for (let i = 0; ticks.length === 0 || ticks.at(-1)! < highest * 0.999; i++) ticks.push(i * whole);
  return ticks;
}

const kMinute = 60_000;
const kDay = 1_440 * kMinute;
const kTimeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * kMinute);
const kDaySteps = [1, 2, 7, 14, 28, 91];

// Round times of the browser's time zone between the two, about `count` of them.
export function timeTicks(from: number, to: number, count: number): number[] {
  const raw = (to - from) / Math.max(1, count);
  const step = kTimeSteps.find((size) => size >= raw);
  const start = new Date(from);
  const days = kDaySteps.find((size) => size * kDay >= raw) ?? 365;
  const ticks: number[] = [];
  for (let i = 0; i < 2_000; i++) {
    // Through the calendar, so that noon stays noon when the clocks are changed.
    const tick = (step === undefined
      ? new Date(start.getFullYear(), start.getMonth(), start.getDate() + i * days)
      : new Date(start.getFullYear(), start.getMonth(), start.getDate(), 0, (i * step) / kMinute)
    ).getTime();
    if (tick > to) break;
    if (tick >= from && tick !== ticks.at(-1)) ticks.push(tick);
  }
  return ticks;
}

const text = (value: number): string => String(Math.round(value * 10) / 10);

// A curve through every point that never swings beyond them (monotone cubic, after Fritsch and
// Carlson), so that nothing below zero is drawn where nothing was below zero.
export function curve(points: readonly Point[]): string {
  if (points.length === 0) return '';
  const first = points[0]!;
  let path = `M${text(first.x)} ${text(first.y)}`;
  const slopes = slopesOf(points);
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const third = (b.x - a.x) / 3;
    path += `C${text(a.x + third)} ${text(a.y + slopes[i - 1]! * third)} ${text(b.x - third)} ${text(b.y - slopes[i]! * third)} ${text(b.x)} ${text(b.y)}`;
  }
  return path;
}

function slopesOf(points: readonly Point[]): number[] {
  const rise = points.slice(1).map((point, i) => (point.y - points[i]!.y) / (point.x - points[i]!.x || 1));
  return points.map((_, i) => {
    const before = rise[i - 1] ?? rise[i] ?? 0;
    const after = rise[i] ?? rise[i - 1] ?? 0;
    if (before * after <= 0) return 0;
    return (2 * before * after) / (before + after);
  });
}

// The point nearest to `x`; points are in order.
export function nearest(points: readonly Point[], x: number): number {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x <= x) low = middle;
    else high = middle;
  }
  return high > low && Math.abs(points[high]!.x - x) < Math.abs(points[low]!.x - x) ? high : low;
}

export interface Arc {
  path: string;
  share: number;
}

// Parts of a ring around the origin, clockwise from the top. A single whole is a ring as well.
export function ring(values: readonly number[], outer: number, inner: number): Arc[] {
  const sum = values.reduce((total, value) => total + value, 0);
  let turned = 0;
  return values.map((value) => {
    const share = sum > 0 ? value / sum : 0;
    const from = turned;
    turned += share;
    return { share, path: sector(from, Math.min(turned, from + 0.99999), outer, inner) };
  });
}

function sector(from: number, to: number, outer: number, inner: number): string {
  const at = (turn: number, radius: number): string => {
    const angle = turn * 2 * Math.PI - Math.PI / 2;
    return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`;
  };
  const large = to - from > 0.5 ? 1 : 0;
  return `M${at(from, outer)}A${outer} ${outer} 0 ${large} 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 ${large} 0 ${at(from, inner)}Z`;
}
