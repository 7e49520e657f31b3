// Numbers, money and times as a locale and a time zone write them. Formatters are made once: making
// one costs more than using it a thousand times.

export type TimeStyle = 'minute' | 'second' | 'hour' | 'day' | 'full';

const timeStyles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  minute: { hour: 'numeric', minute: '2-digit' },
  second: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  hour: { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  day: { month: 'short', day: 'numeric' },
  full: { dateStyle: 'medium', timeStyle: 'short' },
};

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

const agoUnits: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export class Formats {
  private readonly numbers = new Map<string, Intl.NumberFormat>();
  private readonly times = new Map<TimeStyle, Intl.DateTimeFormat>();
  private readonly relative: Intl.RelativeTimeFormat;
  private readonly regions: Intl.DisplayNames;

  // Without a locale and a time zone: those of the browser.
  constructor(private readonly locale?: string, private readonly timeZone?: string) {
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    this.regions = new Intl.DisplayNames(locale, { type: 'region' });
  }

  count(value: number): string {
    return this.number({ maximumFractionDigits: 0 }).format(value);
  }

  // 1.2K, for axes and where there is little room.
  compact(value: number): string {
    return this.number({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
  }

  // Few enough digits to read while it moves.
  rate(value: number): string {
    return this.number({ maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }

  // Of 0 to 1. Nearly all is not all: 0.9996 is 99.9 %.
  share(value: number): string {
    const digits = value >= 0.1 && value < 0.995 ? 0 : 1;
    const scale = 100 * 10 ** digits;
    const shown = value < 0.5 ? Math.round(value * scale) : Math.floor(value * scale + 1e-9);
    return this.number({ style: 'percent', maximumFractionDigits: digits }).format(shown / scale);
  }

  bytes(bytes: number): string {
    const step = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
    const value = bytes / 1000 ** step;
    return this.number({
      style: 'unit',
      unit: byteUnits[step],
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step > 0 && value < 10 ? 1 : 0,
    }).format(value);
  }

  duration(ms: number): string {
    const [unit, value] = ms < 1000 ? ['millisecond', ms] as const : ['second', ms / 1000] as const;
    return this.number({ style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }

  // Money is whole minor units inside, so that sums are exact; it comes as a decimal with no more
  // digits than its currency has.
  minorUnits(amount: number, currency: string): number {
    return Math.round(amount * 10 ** this.digits(currency));
  }

  // Written from its digits, not from a quotient.
  money(minor: number, currency: string): string {
    const digits = this.digits(currency);
    const text = String(Math.abs(minor)).padStart(digits + 1, '0');
    const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
    return this.currency(currency).format((minor < 0 ? `-${decimal}` : decimal) as `${number}`);
  }

  // $1.2K, of whole units, for axes.
  compactMoney(amount: number, currency: string): string {
    return this.number({
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumFractionDigits: 1,
    }).format(amount);
  }

  time(time: number | string | Date, style: TimeStyle): string {
    const format = this.times.get(style)
      ?? new Intl.DateTimeFormat(this.locale, { ...timeStyles[style], timeZone: this.timeZone });
    this.times.set(style, format);
    return format.format(new Date(time));
  }

  // "2 minutes ago", "in 3 days".
  ago(time: number | string | Date, now: number): string {
    const seconds = (new Date(time).getTime() - now) / 1000;
    const [unit, size] = agoUnits.find(([, least]) => Math.abs(seconds) >= least) ?? ['second', 1];
    return this.relative.format(Math.trunc(seconds / size), unit);
  }

  // A country's name; the code when it is none.
  country(code: string): string {
    try {
      return this.regions.of(code.toUpperCase()) ?? code;
    } catch {
      return code;
    }
  }

  private number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const format = this.numbers.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.numbers.set(key, format);
    return format;
  }

  // What is no currency is a number with two decimals.
  private currency(code: string): Intl.NumberFormat {
    if (!/^[A-Z]{3}$/.test(code)) return this.number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return this.number({ style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' });
  }

  private digits(currency: string): number {
    return this.currency(currency).resolvedOptions().maximumFractionDigits ?? 2;
  }
}
