import { describe, expect, it } from 'vitest';
import { Formats } from '../src/formats';

const english = new Formats('en-US', 'America/New_York');
const german = new Formats('de-DE', 'Europe/Berlin');
const indian = new Formats('en-IN', 'Asia/Kolkata');
// Intl writes no-break spaces of several widths; which one is its own affair.
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it.each([
    ['thousands', english.count(1234567), '1,234,567'],
    ['thousands in German', german.count(1234567), '1.234.567'],
    ['lakhs in India', indian.count(1234567), '12,34,567'],
    ['wholes only', english.count(2.4), '2'],
    ['short for an axis', english.compact(12_300), '12.3K'],
    ['a small rate', german.rate(2.43), '2,4'],
    ['a large rate', english.rate(243.4), '243'],
    ['bytes', english.bytes(532), '532 bytes'],
    ['kilobytes', english.bytes(1_840), '1.8 kB'],
    ['megabytes', german.bytes(24_000_000), '24 MB'],
    ['nothing', english.bytes(0), '0 bytes'],
    ['a short time', english.duration(3.21), '3.2 ms'],
    ['a long time', german.duration(12_400), '12 Sek.'],
  ])('%s', (_what, written, expected) => {
    expect(plain(written)).toBe(expected);
  });

  it.each([
    ['half', 0.5, '50%'],
    ['nearly all is not all', 0.9996, '99.9%'],
    ['all', 1, '100%'],
    ['a little', 0.067, '6.7%'],
    ['nothing', 0, '0%'],
    ['just below', 0.9949, '99%'],
  ])('a share: %s', (_what, share, expected) => {
    expect(english.share(share)).toBe(expected);
  });
});

describe('money', () => {
  it.each([
    ['dollars', 1250, 'USD', '$12.50'],
    ['a cent', 1, 'USD', '$0.01'],
    ['nothing', 0, 'USD', '$0.00'],
    ['less than nothing', -1205, 'USD', '-$12.05'],
    ['yen have no cents', 300, 'JPY', '¥300'],
    ['dinars have a thousand', 1234, 'KWD', 'KWD 1.234'],
    ['every digit of a large sum', 900_719_925_474_099, 'USD', '$9,007,199,254,740.99'],
    ['what is no currency', 1250, '', '12.50'],
  ])('%s', (_what, minor, currency, expected) => {
    expect(plain(english.money(minor, currency))).toBe(expected);
  });

  it('is short on an axis', () => {
    expect(plain(english.compactMoney(12_300, 'USD'))).toBe('$12.3K');
    expect(plain(english.compactMoney(0, 'USD'))).toBe('$0');
    expect(plain(german.compactMoney(2_500_000, 'USD'))).toBe('2,5 Mio. $');
  });

  it('is written as the reader does', () => {
    expect(plain(german.money(123456, 'EUR'))).toBe('1.234,56 €');
  });

  it.each([
    [12.5, 'USD', 1250],
    [0.29, 'EUR', 29],
    [1.1, 'USD', 110],
    [300, 'JPY', 300],
    [1.234, 'KWD', 1234],
  ])('%d %s comes in whole minor units', (amount, currency, minor) => {
    expect(english.minorUnits(amount, currency)).toBe(minor);
  });
});

describe('times', () => {
  const noon = '2026-07-01T12:00:00Z';

  it.each([
    ['New York', english.time(noon, 'minute'), '8:00 AM'],
    ['Berlin', german.time(noon, 'minute'), '14:00'],
    ['Kolkata, at half past', plain(indian.time(noon, 'minute')), '5:30 pm'],
    ['a day', german.time(noon, 'day'), '1. Juli'],
  ])('are those of the reader: %s', (_where, written, expected) => {
    expect(plain(written)).toBe(expected);
  });

  it.each([
    ['now', 0, 'now'],
    ['seconds', -12_000, '12 seconds ago'],
    ['minutes', -150_000, '2 minutes ago'],
    ['an hour', -3_600_000, '1 hour ago'],
    ['days to come', 3 * 86_400_000, 'in 3 days'],
  ])('in relation to now: %s', (_what, difference, expected) => {
    expect(english.ago(Date.parse(noon) + difference, Date.parse(noon))).toBe(expected);
  });
});

describe('countries', () => {
  it('have names in the language of the reader', () => {
    expect(german.country('se')).toBe('Schweden');
  });

  it('are left as they are when they are none', () => {
    expect(english.country('')).toBe('');
    expect(english.country('Atlantis')).toBe('Atlantis');
  });
});
