import type { Tally } from "#core/brake.ts";
import type { Tallies } from "#pipeline/ports/tallies.ts";

/** The tallies of days, in memory. */
export function memoryTallies(): Tallies {
  const days = new Map<string, Tally>();
  return {
    async add(day, more) {
      const known = days.get(day) ?? { sent: 0, bounced: 0, complained: 0 };
      const sum = {
        sent: known.sent + more.sent,
        bounced: known.bounced + more.bounced,
        complained: known.complained + more.complained,
      };
      days.set(day, sum);
      return sum;
    },
    async clear(day) {
      days.delete(day);
    },
  };
}
