import { z } from "zod";

const counts = z.object({ instant: z.number(), hourly: z.number(), daily: z.number(), weekly: z.number() });

/** How many follow a topic, as the stack tells it. */
export const audienceShape = z.object({
  atOnce: z.number(),
  byCadence: counts,
  isEstimate: z.boolean(),
  isCut: z.boolean(),
});

export type Audience = z.infer<typeof audienceShape>;

/** Who gets something new: "at once: 3 of 5 instant readers (the others with their catch-up); by digest: …". */
export function newsAudience(audience: Audience): string {
  const { atOnce, byCadence } = audience;
  if (isNobody(audience)) return "nobody follows the topic yet";
  const { number } = manner(audience);
  const instant = `${number(byCadence.instant)} instant ${byCadence.instant === 1 ? "reader" : "readers"}`;
  const now =
    atOnce === byCadence.instant
      ? instant
      : atOnce === 0
        ? `nobody (${instant} with the daily catch-up)`
        : `${number(atOnce)} of ${instant} (the others with the daily catch-up)`;
  return `at once: ${now}; by digest: ${digests(audience)}`;
}

/** Everybody who follows: "5 instant, 1 hourly, 20 daily, 4 weekly". */
export function followersWords(audience: Audience): string {
  if (isNobody(audience)) return "nobody yet";
  return `${manner(audience).number(audience.byCadence.instant)} instant, ${digests(audience)}`;
}

function isNobody({ byCadence }: Audience): boolean {
  return Object.values(byCadence).every((count) => count === 0);
}

function digests(audience: Audience): string {
  const { number } = manner(audience);
  const { hourly, daily, weekly } = audience.byCadence;
  return `${number(hourly)} hourly, ${number(daily)} daily, ${number(weekly)} weekly`;
}

/** Numbers in the words of how well they are known. */
function manner({ isEstimate, isCut }: Audience): { number: (count: number) => string } {
  const before = isCut ? "more than " : isEstimate ? "about " : "";
  return { number: (count) => `${count === 0 ? "" : before}${count.toLocaleString("en")}` };
}
