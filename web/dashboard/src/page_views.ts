// What `GET /views` and the topic `views` say.
export interface PageViews {
  page: string;
  last_minute: number;
  last_hour: number;
  today: number;
  total: number;
  visitors_today: number;
  // Views in each of the last 60 minutes, the oldest first.
  minutes: number[];
}

export const shownCounts = [
  ['last_minute', 'Last minute'],
  ['last_hour', 'Last hour'],
  ['today', 'Today'],
  ['total', 'In all'],
  ['visitors_today', 'Visitors today'],
] as const;
export type ShownCount = (typeof shownCounts)[number][0];

export const counterPath = (page: string, show: ShownCount, ending: 'svg' | 'png'): string =>
  `/views/${encodeURIComponent(page)}.${ending}?show=${show}`;

export const snippetFor = (origin: string): string =>
  `<script async src="${origin}/vitrine.js"></` + `script>\n<b data-vitrine="last_minute"></b> people looked at this in the last minute.`;

export const pixelFor = (origin: string, page: string): string =>
  `<img src="${origin}/views/${encodeURIComponent(page)}.gif" width="1" height="1" alt="">`;
