import { type AttemptedIndex, movesForward, type Outcome, type Submission } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import { doublesAmong, type EventPath } from "#core/settling.ts";
import type { SliceKey } from "#core/slice.ts";
import type { MailEventKind, OutcomeLedger, SettlingLedger } from "#pipeline/ports/ledger.ts";

/** All that was ever said of a slice's deliveries. */
interface Said {
  readonly outcomes: Outcome[];
  /** `kind index attempt` of every event. */
  readonly events: Set<string>;
  readonly marks: (AttemptedIndex & { readonly at: Instant })[];
}

/** What came of every delivery, in memory. As in the table, nothing is overwritten, and reading finds out what stands. */
export function memoryOutcomes(): OutcomeLedger & Omit<SettlingLedger, "uncertain"> {
  const slices = new Map<string, Said>();
  const doubled = new Map<string, Submission>();
  let path: EventPath = {};

  const said = (key: SliceKey): Said => {
    const known = slices.get(sliceName(key)) ?? { outcomes: [], events: new Set(), marks: [] };
    slices.set(sliceName(key), known);
    return known;
  };
  const say = (key: SliceKey, deliveries: readonly AttemptedIndex[], told: Pick<Outcome, "state" | "reason">) => {
    for (const { index, attempt } of deliveries) said(key).outcomes.push({ index, attempt, ...told });
  };

  return {
    async outcomes(key) {
      const standing = new Map<number, Outcome>();
      for (const outcome of said(key).outcomes) {
        if (movesForward(standing.get(outcome.index), outcome)) standing.set(outcome.index, outcome);
      }
      for (const { index, attempt, at } of said(key).marks) {
        const outcome = standing.get(index);
        if (outcome?.state !== "uncertain" || outcome.attempt !== attempt) continue;
        standing.set(index, { ...outcome, uncertainSince: Math.min(at, outcome.uncertainSince ?? at) });
      }
      return standing;
    },
    async addSubmitted(key, attempt, indices) {
      const deliveries = indices.map((index) => ({ index, attempt }));
      say(key, deliveries, { state: "submitted" });
    },
    async addOutcome(key, outcome) {
      said(key).outcomes.push(outcome);
    },
    async addEvents(key, kind, deliveries) {
      const { events } = said(key);
      const added = deliveries.filter(({ index, attempt }) => {
        const name = `${kind} ${index} ${attempt}`;
        const isNew = !events.has(name);
        events.add(name);
        return isNew;
      });
      say(key, added, meaning[kind]);
      return added;
    },

    async markUncertain(key, deliveries, at) {
      said(key).marks.push(...deliveries.map(({ index, attempt }) => ({ index, attempt, at })));
    },
    async lapse(key, deliveries) {
      say(key, deliveries, { state: "lapsed" });
    },
    async doublesIn(key) {
      const of = (holds: (outcome: Outcome) => boolean): AttemptedIndex[] =>
        distinct(
          said(key)
            .outcomes.filter(holds)
            .map(({ index, attempt }) => ({ index, attempt })),
        );
      return doublesAmong({
        taken: of(({ state }) => state === "submitted"),
        lapsed: of(({ state }) => state === "lapsed"),
        stale: of(({ reason }) => reason === "stale" || reason === "overtaken"),
      });
    },
    async addDoubled(submission) {
      const { run, shard, first, index, attempt } = submission;
      const place = [shard, index, attempt].map((number) => String(number).padStart(4, "0"));
      doubled.set([run, place[0], first, place[1], place[2]].join(" "), { run, shard, first, index, attempt });
    },
    async doubled(run) {
      const sorted = [...doubled].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, submission]) => submission);
      return sorted.filter((submission) => submission.run === run);
    },
    async eventPath() {
      return path;
    },
    async noteHeard(at) {
      path = { ...path, heardUpTo: Math.max(at, path.heardUpTo ?? at) };
    },
    async noteSubmitted(at) {
      path = { ...path, submittedUpTo: Math.max(at, path.submittedUpTo ?? at) };
    },
  };
}

const taken = { state: "submitted" } as const;
const rejected = { state: "refused", reason: "message-refused" } as const;

/** What an event says of the submission that it reports. */
const meaning: Readonly<Record<MailEventKind, typeof taken | typeof rejected>> = {
  send: taken,
  delay: taken,
  bounce: taken,
  "soft-bounce": taken,
  complaint: taken,
  reject: rejected,
  failure: rejected,
};

function distinct(deliveries: readonly AttemptedIndex[]): AttemptedIndex[] {
  return [...new Map(deliveries.map((one) => [`${one.index} ${one.attempt}`, one])).values()];
}

/** The slice's name among all slices of all runs. */
export function sliceName({ run, shard, first }: SliceKey): string {
  return `${run} ${shard} ${first}`;
}
