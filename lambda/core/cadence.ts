/** How often a subscriber is mailed about a topic. */
export type Cadence = "instant" | "hourly" | "daily" | "weekly";

/** Every cadence, from the most to the least frequent: the order in which forms show them. */
export const cadences: readonly Cadence[] = ["instant", "hourly", "daily", "weekly"];

/** The cadence that `text` names, or undefined. */
export function parseCadence(text: string): Cadence | undefined {
  return cadences.find((cadence) => cadence === text);
}
