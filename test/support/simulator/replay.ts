import type { Mishap, PlannedMishap } from "./mishap.ts";
import type { Simulated } from "./simulate.ts";

/** How to see the same run again. */
export function replayOf(seed: number, planned: readonly PlannedMishap[] = []): string {
  const exact = planned.map(({ boundary, occurrence, mishap }) => `${boundary}#${occurrence}#${mishap}`);
  const mishaps = planned.length === 0 ? "" : `MISHAPS='${exact.join(",")}' `;
  return `${mishaps}SEED=${seed} npx vitest run test/simulator/replay.test.ts`;
}

/** The mishaps that a replay was told of, in the form that `replayOf` prints. */
export function parseMishaps(text: string): readonly PlannedMishap[] {
  return text.split(",").map((one) => {
    const [boundary = "", occurrence = "", mishap = ""] = one.split("#");
    return { boundary, occurrence: Number(occurrence), mishap: mishap as Mishap };
  });
}

/** What broke, and how to see it again; undefined where nothing did. */
export function brokenIn({ breaks, seed, planned }: Simulated): string | undefined {
  if (breaks.length === 0) return undefined;
  const more = breaks.length > 5 ? `\n  … and ${breaks.length - 5} more` : "";
  return `${replayOf(seed, planned)}\n  ${breaks.slice(0, 5).join("\n  ")}${more}`;
}
