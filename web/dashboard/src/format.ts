// Numbers, money and times as the browser's owner writes them. Formatters are made once: making one
// costs more than using it a thousand times.

const locale: string | undefined = undefined;
const made = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = made.get(key) ?? new Intl.NumberFormat(locale, options);
  made.set(key, known);
  return known;
}

export const formatCount = (value: number): string => numberFormat({ maximumFractionDigits: 0 }).format(value);

// 1.2K, for axes and where there is little room.
export const formatCompact = (value: number): string =>
  numberFormat({ notation: 'compact', maximumFractionDigits: 1 }).format(value);

// Few enough digits to read while it moves.
export const formatRate = (value: number): string =>
  numberFormat({ maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

// Of 0 to 1. Nearly all is not all: 0.9996 is 99.9 %.
export function formatShare(value: number): string {
  const digits = value >= 0.1 && value < 0.995 ? 0 : 1;
  const scale = 100 * 10 ** digits;
  return numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(
    Math.floor(value * scale + 1e-9) / scale,
  );
}

export const formatBytes = (bytes: number): string => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return numberFormat({
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 0 && value < 10 ? 1 : 0,
  }).format(value);
};

export function formatDuration(ms: number): string {
  if (ms < 1000) {
    return numberFormat({ style: 'unit', unit: 'millisecond', maximumFractionDigits: ms < 10 ? 1 : 0 }).format(ms);
  }
  return numberFormat({ style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(ms / 1000);
}

// Money comes as a decimal with no more digits than the currency has; inside it is whole minor
// units, so that sums are exact.
export function minorUnits(amount: number, currency: string): number {
  return Math.round(amount * 10 ** digitsOf(currency));
}

export function formatMoney(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  const signed = (minor < 0 ? `-${decimal}` : decimal) as `${number}`;
  return moneyFormat(currency).format(signed);
}

function moneyFormat(currency: string): Intl.NumberFormat {
  try {
    return numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  } catch {
    return numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
}

const digitsOf = (currency: string): number => moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;

type TimeStyle = 'minute' | 'second' | 'hour' | 'day' | 'full';
const timeStyles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  minute: { hour: 'numeric', minute: '2-digit' },
  second: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  hour: { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  day: { month: 'short', day: 'numeric' },
  full: { dateStyle: 'medium', timeStyle: 'short' },
};
const timeFormats = new Map<TimeStyle, Intl.DateTimeFormat>();

// In the browser's time zone.
export function formatTime(time: number | string | Date, style: TimeStyle): string {
  const format = timeFormats.get(style) ?? new Intl.DateTimeFormat(locale, timeStyles[style]);
  timeFormats.set(style, format);
  return format.format(new Date(time));
}

const kUnits: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
let relative: Intl.RelativeTimeFormat | undefined;

// "2 minutes ago", "in 3 days".
export function formatAgo(time: number | string | Date, now = Date.now()): string {
  relative ??= new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const seconds = (new Date(time).getTime() - now) / 1000;
  const [unit, size] = kUnits.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

let regions: Intl.DisplayNames | undefined;

// A country's name in the reader's language; the code when it is none.
export function countryName(code: string): string {
  regions ??= new Intl.DisplayNames(locale, { type: 'region' });
  try {
    return regions.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
