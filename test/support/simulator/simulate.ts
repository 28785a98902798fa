import type { SubmitAnswer } from "#core/delivery.ts";
import { dice } from "./dice.ts";
import { editors } from "./editors.ts";
import { invariants } from "./invariants/all.ts";
import { doublesOf } from "./invariants/deliveries.ts";
import { evidenceOf } from "./invariants/evidence.ts";
import { exactMishaps, type MishapPlan, noMishaps, type PlannedMishap, randomMishaps } from "./mishap.ts";
import { type Persistent, persistent } from "./persistent.ts";
import { type Readers, readers } from "./readers.ts";
import { bouncing, calmFrom, complaining, deeds, endsAt, people, startsAt, topics } from "./scenario.ts";
import type { AcceptedMail, Postman } from "./ses.ts";
import { type StepPorts, simulatedWorld, type World } from "./world.ts";

export interface Simulation {
  readonly seed: number;
  /** What goes wrong, call by call; without it, what the seed's dice say. */
  readonly planned?: readonly PlannedMishap[];
  /** Breaks a port on purpose, to see whether the invariants notice. */
  readonly sabotage?: (ports: StepPorts) => StepPorts;
}

/** What came of a run of the simulator. */
export type Simulated = Awaited<ReturnType<typeof simulate>>;

const minuteMs = 60 * 1000;

/**
 * The schedule comes each minute for a while after something was at work, then every five while anything is open, and
 * else every half hour, and every hour once nothing goes wrong any more: a tick makes up for those before it.
 *
 * The long steps end a minute after the hour, at which recovery, which has nothing to do then, does not come.
 */
const wakefulMs = 2 * minuteMs;
const openMs = 8 * minuteMs;
const restMs = 5 * minuteMs;
const calmMs = 30 * minuteMs;
const afterwardsMs = 60 * minuteMs;

/** What is not quiet this long after the end never will be, in milliseconds. */
const patienceMs = 2 * 24 * 60 * minuteMs;

/** A run has some 40,000 steps; one that has many more goes round in circles. */
const stepsMax = 1_000_000;

/** Answers of SES that the scenario has in it: to which submission, counted from the first. */
const answers: Readonly<Record<number, SubmitAnswer | "taken-and-lost">> = {
  14: { kind: "throttled" },
  41: { kind: "unreached" },
  52: { kind: "refused", reason: "message-refused" },
  130: { kind: "quota" },
  190: { kind: "account", code: "AccountSendingPausedException" },
  191: { kind: "account", code: "AccountSendingPausedException" },
};

/** How long after the quota was used up there is room again, in milliseconds. */
const quotaFullMs = 12 * minuteMs;

/** Runs the scenario, with what goes wrong in it. */
export async function simulate({ seed, planned, sabotage }: Simulation) {
  const plan = planned === undefined ? seededPlan(seed) : exactMishaps(planned);
  let fullUntil = startsAt;
  const postman: Postman = {
    answerTo: (_mail, number) => {
      const answer = answers[number];
      if (typeof answer === "object" && answer.kind === "quota") fullUntil = world.timeline.now() + quotaFullMs;
      return world.timeline.now() < fullUntil ? { kind: "quota" } : answer;
    },
    hasRoom: () => world.timeline.now() >= fullUntil,
    reportsOf,
    onTaken: (mail) => everyone.onTaken(mail),
  };
  const world = simulatedWorld({
    seed,
    startsAt,
    calmFrom,
    plan,
    postman,
    ...(sabotage === undefined ? {} : { sabotage }),
  });
  const outside = persistent(world);
  const everyone = readers(world, outside);
  schedule(world);
  begin(world, outside, everyone);
  world.timeline.at(calmFrom, () => {
    for (const queue of Object.values(world.queues)) queue.redrive();
  });
  let open = 1;
  const isOver = (): boolean => {
    const now = world.timeline.now();
    if (world.timeline.steps() > stepsMax) return true;
    if (now < endsAt) return false;
    return (open === 0 && world.waiting() === 0 && outside.pending() === 0) || now > endsAt + patienceMs;
  };
  const look = async (): Promise<void> => {
    open = (await world.stores.ledger.openRuns()).length;
    world.timeline.after(minuteMs, () => void look());
  };
  world.timeline.at(endsAt, () => void look());
  await world.timeline.run(isOver);
  const isQuiet = world.timeline.now() <= endsAt + patienceMs && world.timeline.steps() <= stepsMax;
  const evidence = await evidenceOf(world, everyone.answered);
  const breaks = Object.entries(invariants).flatMap(([name, check]) =>
    check(evidence).map((what) => `${name}: ${what}`),
  );
  return {
    seed,
    ...(planned === undefined ? {} : { planned }),
    breaks: [...world.bugs.map(told), ...(isQuiet ? [] : ["it never becomes quiet"]), ...breaks],
    doubled: doublesOf(evidence).excused.length,
    world,
    evidence,
  };
}

function told(bug: unknown): string {
  return bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
}

/** Lets everything that is in the scenario happen in its time. */
function begin(world: World, outside: Persistent, everyone: Readers): void {
  const newsroom = editors(world, outside);
  for (const [slug, title] of Object.entries(topics)) newsroom.addTopic(slug, title);
  for (const { at, within = 0, deed } of deeds) {
    outside.later(Date.parse(at) - startsAt + world.dice.between(0, within), () => {
      if ("person" in deed) everyone.do(deed);
      else newsroom.do(deed);
    });
  }
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

function reportsOf({ to, told }: AcceptedMail): ReturnType<Postman["reportsOf"]> {
  if (told.kind === "notice") return [];
  if (to === bouncing) {
    return [{ afterMs: 3000, event: { kind: "bounce", suppress: { addresses: [to], reason: "bounce" } } }];
  }
  if (to === complaining) {
    const suppress = { addresses: [to], reason: "complaint" } as const;
    return [{ afterMs: 120 * minuteMs, event: { kind: "complaint", suppress } }];
  }
  return [];
}

/** The schedule: each minute while there is something to do, and each half hour else, for ticks make up for others. */
function schedule(world: World): void {
  const { timeline } = world;
  let nextAt = timeline.now();
  let stirredAt = timeline.now();
  let openRuns = 0;
  const wake = (at: number): void => {
    nextAt = at;
    timeline.at(at, () => {
      if (nextAt !== at) return;
      world.minute(at).catch(world.onFailure);
      const calmFor = at - stirredAt;
      const isOpen = calmFor < openMs || world.waiting() > 0 || openRuns > 0;
      void world.stores.ledger.openRuns().then(({ length }) => {
        openRuns = length;
      });
      if (isOpen) return wake(nextMultiple(at, calmFor < wakefulMs ? minuteMs : restMs));
      wake(nextMultiple(at, at < calmFrom ? calmMs : afterwardsMs) + minuteMs);
    });
  };
  world.onStir(() => {
    stirredAt = timeline.now();
    const soon = nextMultiple(stirredAt, minuteMs);
    if (soon < nextAt) wake(soon);
  });
  wake(nextAt);
}

function nextMultiple(at: number, stepMs: number): number {
  return (Math.floor(at / stepMs) + 1) * stepMs;
}
