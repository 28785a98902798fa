import type { FeedPace } from "#core/polling.ts";
import { child, type FeedElement } from "./feed-element.ts";

const dayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Minutes of the periods that RSS 1.0's syndication module names. */
const periods: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 24 * 60,
  weekly: 7 * 24 * 60,
  monthly: 30 * 24 * 60,
  yearly: 365 * 24 * 60,
};

/** How often a feed asks to be polled, and when not; undefined where it says nothing. */
export function feedPace(channel: FeedElement): FeedPace | undefined {
  const ttlMinutes = wholeOf(child(channel, "ttl")?.text) ?? periodOf(channel);
  const skipHours = listed(channel, "skiphours", "hour", (text) => {
    const hour = /^\d{1,2}$/.test(text) ? Number(text) : 25;
    return hour <= 24 ? hour % 24 : undefined;
  });
  const skipDays = listed(channel, "skipdays", "day", (text) => {
    const at = dayNames.indexOf(text.toLowerCase());
    return at === -1 ? undefined : at;
  });
  if (ttlMinutes === undefined && skipHours.length === 0 && skipDays.length === 0) return undefined;
  return {
    ...(ttlMinutes === undefined ? {} : { ttlMinutes }),
    ...(skipHours.length === 0 ? {} : { skipHours }),
    ...(skipDays.length === 0 ? {} : { skipDays }),
  };
}

function listed(
  channel: FeedElement,
  name: string,
  itemName: string,
  read: (text: string) => number | undefined,
): readonly number[] {
  const items = child(channel, name)?.children.filter((each) => each.name === itemName) ?? [];
  const found = items.flatMap(({ text }) => read(text.trim()) ?? []);
  return [...new Set(found)].sort((a, b) => a - b);
}

function periodOf(channel: FeedElement): number | undefined {
  const period = periods[child(channel, "updateperiod", "sy")?.text.trim().toLowerCase() ?? ""];
  const times = wholeOf(child(channel, "updatefrequency", "sy")?.text) ?? 1;
  return period === undefined ? undefined : Math.max(1, Math.floor(period / times));
}

function wholeOf(text: string | undefined): number | undefined {
  const written = text?.trim() ?? "";
  return /^[1-9]\d{0,6}$/.test(written) ? Number(written) : undefined;
}
