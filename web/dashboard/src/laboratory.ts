// What `GET /pictures/overview` says, and how a picture's address is made of what was chosen.

export interface Tier {
  entries: number;
  bytes: number;
  limit: number;
}

export interface PictureBoard {
  namespaces: { name: string; uploads: boolean; asked: string[] }[];
  // Paths of originals, ready for an address.
  originals: string[];
  extensions: string[];
  maximum_width: number;
  maximum_height: number;
  quality: number;
  per_second: number;
  hit_rate: number | null;
  delivered: { memory: number; disk: number; rendered: number };
  rendering: number;
  fetching: number;
  cache: { memory: Tier; disk: Tier };
}

export type Fit = 'width' | 'height' | 'square' | 'crop' | 'full';

export interface Order {
  // Percent-encoded, without a slash in front: "product/image/1".
  path: string;
  fit: Fit;
  width: number;
  height: number;
  extension: string;
  // 0: what the server takes without one.
  quality: number;
  badge: string;
}

export function sizeName(order: Pick<Order, 'fit' | 'width' | 'height'>): string {
  switch (order.fit) {
    case 'width': return `w${order.width}`;
    case 'height': return `h${order.height}`;
    case 'square': return `x${order.width}`;
    case 'crop': return `${order.width}x${order.height}`;
    case 'full': return 'full_size';
  }
}

export function addressOf(order: Order): string {
  const quality = order.quality > 0 && order.extension !== 'png' ? `-q${order.quality}` : '';
  const badge = order.badge ? `?badge=${encodeURIComponent(order.badge)}` : '';
  return `/${order.path}/${sizeName(order)}${quality}.${order.extension}${badge}`;
}

// "w500-q80.webp" as the choices that give it; undefined for what is no size.
export function chosenBy(name: string): Partial<Order> | undefined {
  const found = /^(?:(w|h|x)(\d+)|(\d+)x(\d+)|full_size)(?:-[qc](\d+))?\.(\w+)$/.exec(name);
  if (!found) return undefined;
  const [, kind, one, width, height, quality, extension] = found;
  const rest = { extension: extension!, quality: Number(quality ?? 0) };
  if (kind === 'w') return { fit: 'width', width: Number(one), ...rest };
  if (kind === 'h') return { fit: 'height', height: Number(one), ...rest };
  if (kind === 'x') return { fit: 'square', width: Number(one), ...rest };
  if (width !== undefined) return { fit: 'crop', width: Number(width), height: Number(height), ...rest };
  return { fit: 'full', ...rest };
}

export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
export const nameOf = (path: string): string => decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)).replaceAll('_', ' ');
