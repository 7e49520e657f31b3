// Campaigns and their items, as `/campaigns` says them and takes them.
import { ask } from './api';

export interface CampaignSettings {
  popular_text: string;
  hot_text: string;
  popular_image: string;
  hot_image: string;
}

export interface Campaign extends CampaignSettings {
  campaign: string;
  clicks: number;
  items: number;
  // By rank; in answers about one campaign.
  top?: Item[];
}

export interface ItemSettings {
  url: string;
  title: string;
  image: string;
}

export interface Item extends Partial<ItemSettings> {
  campaign: string;
  item: string;
  clicks: number;
  // 1 has most clicks; 0 while there are none.
  rank: number;
  hot_minutes: number;
  // 1 for each of the last 60 minutes with a click, the oldest first.
  minutes: number[];
  badge: 'blank' | 'hot' | 'popular';
}

const campaignPath = (campaign: string): string => `/campaigns/${encodeURIComponent(campaign)}`;
const itemPath = (campaign: string, item: string): string => `${campaignPath(campaign)}/items/${encodeURIComponent(item)}`;

export const listCampaigns = (): Promise<Campaign[]> => ask('/campaigns');
export const readCampaign = (campaign: string): Promise<Campaign> => ask(campaignPath(campaign));
export const putCampaign = (campaign: string, json: Partial<CampaignSettings>): Promise<Campaign> =>
  ask(campaignPath(campaign), { method: 'PUT', json });
export const dropCampaign = (campaign: string): Promise<void> => ask(campaignPath(campaign), { method: 'DELETE' });
export const putItem = (campaign: string, item: string, json: ItemSettings): Promise<Item> =>
  ask(itemPath(campaign, item), { method: 'PUT', json });
export const dropItem = (campaign: string, item: string): Promise<void> => ask(itemPath(campaign, item), { method: 'DELETE' });

export const linkOf = (item: Item): string => `/fwd/${encodeURIComponent(item.campaign)}/${encodeURIComponent(item.item)}`;
export const mailPath = (campaign: string, query: Record<string, string>): string =>
  `${campaignPath(campaign)}/newsletter?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`;

// What is pushed has the first ten items. The others stay as they were until the list is read again.
export function merged(known: readonly Item[], pushed: readonly Item[], all: number): Item[] {
  if (pushed.length >= all) return [...pushed];
  const names = new Set(pushed.map(({ item }) => item));
  return [...pushed, ...known.filter(({ item }) => !names.has(item))];
}
