import { type ClockOff, functionNames } from "./clock-off.ts";
import { dice } from "./dice.ts";
import { editors } from "./editors.ts";
import { invariants } from "./invariants/all.ts";
import { doublesOf } from "./invariants/deliveries.ts";
import { evidenceOf } from "./invariants/evidence.ts";
import { exactMishaps, type MishapPlan, noMishaps, type PlannedMishap, randomMishaps } from "./mishap.ts";
import { newsroomWeek } from "./newsroom-week.ts";
import { operators } from "./operators.ts";
import { type Persistent, persistent } from "./persistent.ts";
import type { StepPorts } from "./ports.ts";
import { postman } from "./postman.ts";
import { readers } from "./readers.ts";
import type { Deed, Scenario } from "./scenario.ts";
import { schedule } from "./schedule.ts";
import type { AcceptedMail } from "./ses.ts";
import { simulatedWorld, type World } from "./world.ts";

export interface Simulation {
  readonly seed: number;
  readonly scenario?: Scenario;
  /** What goes wrong, call by call; without it, what the seed's dice say. */
  readonly planned?: readonly PlannedMishap[];
  /** Whose clock is wrong; without it, what the seed's dice say, and nobody's where mishaps are planned. */
  readonly clockOff?: ClockOff;
  /** Breaks a port on purpose, to see whether the invariants notice. */
  readonly sabotage?: (ports: StepPorts) => StepPorts;
}

/** What came of a run of the simulator. */
export type Simulated = Awaited<ReturnType<typeof simulate>>;

const minuteMs = 60 * 1000;

/** What is not quiet this long after the end never will be, in milliseconds. */
const patienceMs = 2 * 24 * 60 * minuteMs;

/** A run has some 20,000 steps; one that has many more goes round in circles. */
const stepsMax = 1_000_000;

/** Runs a scenario, with what goes wrong in it. */
export async function simulate({ seed, scenario = newsroomWeek, planned, ...rest }: Simulation) {
  const plan = planned === undefined ? seededPlan(seed) : exactMishaps(planned);
  const clockOff = rest.clockOff ?? (planned === undefined ? seededClock(seed) : undefined);
  let onTaken = (_mail: AcceptedMail): void => undefined;
  const world = simulatedWorld({
    seed,
    scenario,
    plan,
    postman: (now) => postman(scenario, now, (mail) => onTaken(mail)),
    ...(clockOff === undefined ? {} : { clockOff }),
    ...(rest.sabotage === undefined ? {} : { sabotage: rest.sabotage }),
  });
  const outside = persistent(world);
  const everyone = readers(world, outside, scenario);
  const staff = operators(world, outside);
  const newsroom = editors(world, outside);
  onTaken = everyone.onTaken;
  schedule(world, scenario.endsAt + patienceMs);
  for (const [slug, title] of Object.entries(scenario.topics)) newsroom.addTopic(slug, title);
  begin(world, outside, scenario, (deed) => {
    if ("person" in deed) everyone.do(deed);
    else if (deed.kind === "stop-run" || deed.kind === "resume-all") staff.do(deed);
    else newsroom.do(deed);
  });
  signUps(outside, scenario, everyone);
  const isQuiet = await runToEnd(world, outside, scenario);
  const { answered } = everyone;
  const evidence = await evidenceOf(world, {
    answered,
    stops: staff.stops,
    clockOffMs: Math.abs(clockOff?.ms ?? 0),
    poisoned: scenario.people[scenario.poison?.person ?? -1]?.address,
  });
  const breaks = Object.entries(invariants).flatMap(([name, check]) =>
    check(evidence).map((what) => `${name}: ${what}`),
  );
  return {
    seed,
    scenario: scenario.name,
    ...(planned === undefined ? {} : { planned }),
    ...(clockOff === undefined ? {} : { clockOff }),
    breaks: [...world.bugs.map(told), ...(isQuiet ? [] : ["it never becomes quiet"]), ...breaks],
    doubled: doublesOf(evidence).excused.length,
    world,
    evidence,
  };
}

/** Lets virtual time pass until all is done. Says whether it ever was. */
async function runToEnd(world: World, outside: Persistent, { calmFrom, endsAt }: Scenario): Promise<boolean> {
  const { timeline, stores } = world;
  timeline.at(calmFrom, () => {
    for (const queue of Object.values(world.queues)) queue.redrive();
  });
  let open = 1;
  const look = async (): Promise<void> => {
    open = (await stores.ledger.openRuns()).length;
    timeline.after(minuteMs, () => void look());
  };
  timeline.at(endsAt, () => void look());
  await timeline.run(() => {
    const now = timeline.now();
    if (timeline.steps() > stepsMax) return true;
    if (now < endsAt) return false;
    return (open === 0 && world.waiting() === 0 && outside.pending() === 0) || now > endsAt + patienceMs;
  });
  return timeline.now() <= endsAt + patienceMs && timeline.steps() <= stepsMax;
}

function told(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
}

/** Lets everything that is in the scenario happen in its time. */
function begin(world: World, outside: Persistent, { startsAt, deeds }: Scenario, act: (deed: Deed) => void): void {
  for (const { at, within = 0, deed } of deeds) {
    outside.later(Date.parse(at) - startsAt + world.dice.between(0, within), () => act(deed));
  }
}

function signUps(outside: Persistent, { startsAt, people }: Scenario, everyone: ReturnType<typeof readers>): void {
  for (const person of people) {
    for (const { topic, cadence, at } of person.wishes) {
      outside.later(at - startsAt, () => everyone.signUp(person, topic, cadence));
    }
  }
}

/** A share of mishaps between 1 and 30 in a hundred, and where they fall. */
function seededPlan(seed: number): MishapPlan {
  if (seed === 0) return noMishaps;
  const rolls = dice(seed, "mishaps");
  return randomMishaps(rolls, 0.01 + 0.29 * rolls.next());
}

/** How far a clock is off where one is, in milliseconds. */
export const clockOffMs = 10 * minuteMs;

/** In every fourth run one function's clock is wrong, one way or the other. */
function seededClock(seed: number): ClockOff | undefined {
  const rolls = dice(seed, "clocks");
  const of = rolls.pick(functionNames);
  if (seed === 0 || of === undefined || !rolls.chance(0.25)) return undefined;
  return { of, ms: rolls.chance(0.5) ? clockOffMs : -clockOffMs };
}
