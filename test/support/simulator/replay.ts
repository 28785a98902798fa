import { bounceDay } from "./bounce-day.ts";
import type { ClockOff } from "./clock-off.ts";
import type { Mishap, PlannedMishap } from "./mishap.ts";
import { newsroomWeek } from "./newsroom-week.ts";
import type { Scenario } from "./scenario.ts";
import type { Simulated } from "./simulate.ts";

/** How to see the same run again. */
function replayOf({ seed, scenario, planned, clockOff }: Simulated): string {
  const exact = planned?.map(({ boundary, occurrence, mishap }) => `${boundary}#${occurrence}#${mishap}`);
  const mishaps = exact === undefined ? "" : `MISHAPS='${exact.join(",")}' `;
  // Where nothing is planned the seed's dice say whose clock is wrong.
  const clock = exact === undefined || clockOff === undefined ? "" : `CLOCK=${clockOff.of}#${clockOff.ms} `;
  const named = scenario === newsroomWeek.name ? "" : `SCENARIO=${scenario} `;
  return `${mishaps}${clock}${named}SEED=${seed} npx vitest run test/simulator/replay.test.ts`;
}

/** The mishaps that a replay was told of, in the form that `replayOf` prints. */
export function parseMishaps(text: string): readonly PlannedMishap[] {
  const exact = text === "" ? [] : text.split(",");
  return exact.map((one) => {
    const [boundary = "", occurrence = "", mishap = ""] = one.split("#");
    return { boundary, occurrence: Number(occurrence), mishap: mishap as Mishap };
  });
}

/** Whose clock is wrong, in the form that `replayOf` prints. */
export function parseClock(text: string): ClockOff {
  const [of = "", ms = ""] = text.split("#");
  return { of: of as ClockOff["of"], ms: Number(ms) };
}

/** What broke, and how to see it again; undefined where nothing did. */
export function brokenIn(simulated: Simulated): string | undefined {
  const { breaks } = simulated;
  if (breaks.length === 0) return undefined;
  const more = breaks.length > 5 ? `\n  … and ${breaks.length - 5} more` : "";
  return `${replayOf(simulated)}\n  ${breaks.slice(0, 5).join("\n  ")}${more}`;
}

/** The scenario of this name; without one, that of the newsroom's week. */
export function scenarioNamed(name: string | undefined): Scenario {
  const found = [newsroomWeek, bounceDay].find((scenario) => scenario.name === (name ?? newsroomWeek.name));
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return found;
}
