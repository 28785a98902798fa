import type { Instant } from "#core/instant.ts";
import type { Ticks } from "#pipeline/ports/ticks.ts";

/** The saved tick, in memory. */
export function memoryTicks(): Ticks {
  let saved: Instant | undefined;
  return {
    async saved() {
      return saved;
    },
    async save(at) {
      saved = Math.max(at, saved ?? at);
    },
  };
}
