import type { Weekday } from "./schedule.ts";

/** Subscribers who are mailed at the same moment. */
export type DueGroup =
  | { readonly cadence: "hourly" }
  | { readonly cadence: "daily" | "instant"; readonly hour: string; readonly zone: string }
  | { readonly cadence: "weekly"; readonly weekday: Weekday; readonly hour: string; readonly zone: string };

export function groupName(group: DueGroup): string {
  if (group.cadence === "hourly") return "hourly";
  const hour = group.hour.replace(":", "");
  if (group.cadence === "weekly") return `weekly.${group.weekday}.${hour}.${group.zone}`;
  return `${group.cadence}.${hour}.${group.zone}`;
}
