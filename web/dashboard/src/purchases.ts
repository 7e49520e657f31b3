// Purchases as the server tells of them, and how a list of the newest is kept.

export interface Purchase {
  id: string;
  offset: number;
  utc_date: string;
  artist_name: string;
  album_title: string;
  item_description: string;
  currency: string;
  amount_paid: number;
  amount_paid_usd: number;
  quantity: number;
  country: string;
  country_code: string;
  art_url: string;
  url: string;
}

export interface PurchasesMessage {
  purchases: Purchase[];
}

// Newest first by time, then by offset, as `GET /purchases` has them; each purchase once.
export function mergePurchases(shown: readonly Purchase[], come: readonly Purchase[], most: number): Purchase[] {
  const byId = new Map<string, Purchase>();
  for (const purchase of [...shown, ...come]) byId.set(purchase.id, purchase);
  return [...byId.values()].sort(newestFirst).slice(0, most);
}

// ISO 8601 in UTC with as many digits each time, so the text is in the order of the time.
function newestFirst(a: Purchase, b: Purchase): number {
  if (a.utc_date !== b.utc_date) return a.utc_date < b.utc_date ? 1 : -1;
  return b.offset - a.offset;
}

// How many were recorded after those that are shown. Offsets have no gaps, so this counts also
// those that were passed over because there were too many to push.
export function countSince(shown: readonly Purchase[], come: readonly Purchase[]): number {
  const last = (list: readonly Purchase[]): number => list.reduce((most, { offset }) => Math.max(most, offset), 0);
  return shown.length === 0 ? come.length : Math.max(0, last(come) - last(shown));
}

// The cover in the size that is shown, when it is a picture of ours: `…/w200.jpg` is then asked for
// as `…/x96.jpg`. Covers of others are left out, for no other host is asked for anything.
export function coverAddress(artUrl: string): string | undefined {
  if (!artUrl.startsWith('/') || artUrl.startsWith('//')) return undefined;
  return artUrl.replace(/\/(?:[wh]\d+|x\d+|\d+x\d+|full_size)(?:-[qc]\d+)?(\.\w+)$/, '/x96$1');
}

// Where a purchase's own link leads; only addresses that a browser fetches.
export function linkAddress(url: string): string | undefined {
  return /^(https?:\/\/|\/)/.test(url) ? url : undefined;
}
