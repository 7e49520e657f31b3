// Where some numbers have been during the last minute, one look a second.
export interface Trail {
  pictures_per_second: number;
  views_last_minute: number;
  clicks_last_minute: number;
}

export const kTrailMax = 60;

export function followed(trail: readonly Trail[], now: Trail): Trail[] {
  return [...trail, now].slice(-kTrailMax);
}
