// Formats of the browser that shows the page.
import { Formats, type TimeStyle } from './formats';

const here = new Formats();

export const formatCount = (value: number): string => here.count(value);
// "1 minute", "3 minutes".
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${formatCount(value)} ${value === 1 ? one : many}`;
export const formatCompact = (value: number): string => here.compact(value);
export const formatRate = (value: number): string => here.rate(value);
export const formatShare = (value: number): string => here.share(value);
export const formatBytes = (bytes: number): string => here.bytes(bytes);
export const formatDuration = (ms: number): string => here.duration(ms);
export const minorUnits = (amount: number, currency: string): number => here.minorUnits(amount, currency);
export const formatMoney = (minor: number, currency: string): string => here.money(minor, currency);
export const formatCompactMoney = (amount: number, currency: string): string => here.compactMoney(amount, currency);
export const formatTime = (time: number | string | Date, style: TimeStyle): string => here.time(time, style);
export const formatAgo = (time: number | string | Date, now = Date.now()): string => here.ago(time, now);
export const countryName = (code: string): string => here.country(code);
