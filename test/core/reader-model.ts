import fc from "fast-check";
import { alertAudience, dueAudience, dueGroupsOf, followersAudience } from "#core/audience.ts";
import { type Cadence, cadences } from "#core/cadence.ts";
import { dateOfDay } from "#core/calendar.ts";
import { type Claim, claimAgain, claimFor, type TopicLogViews } from "#core/claim.ts";
import { type Importance, importances, type Version } from "#core/development.ts";
import { givenBack } from "#core/marks.ts";
import type { Run } from "#core/run.ts";
import { confirmed, newState, recadenced, type SubscriberState, subscriptionTo, without } from "#core/subscriber.ts";

export const topic = "harbour-strike";
const anchor = "old-quay-bridge";

/** What becomes of a mail that is claimed. */
type Fate = "sent" | "held" | "given-back";

/** One thing that happens to a topic or to its reader. */
export type Event =
  | { readonly kind: "publish"; readonly importance: Importance }
  | { readonly kind: "updated" | "corrected" | "withdrawn"; readonly pick: number }
  | { readonly kind: "digest"; readonly fate: Fate }
  | { readonly kind: "alert"; readonly fate: Fate }
  | { readonly kind: "correction"; readonly pick: number; readonly fate: Fate }
  | { readonly kind: "cadence"; readonly cadence: Cadence }
  | { readonly kind: "want"; readonly perDay: number; readonly bigNewsOnly: boolean; readonly isQuiet: boolean }
  | { readonly kind: "leave" | "follow" | "pause" };

const fate = fc.constantFrom<Fate>("sent", "sent", "held", "given-back");
const pick = fc.nat({ max: 20 });

export const anyEvents: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("publish" as const), importance: fc.constantFrom(...importances) }),
    fc.record({ kind: fc.constantFrom("updated" as const, "corrected" as const, "withdrawn" as const), pick }),
    fc.record({ kind: fc.constant("digest" as const), fate }),
    fc.record({ kind: fc.constant("alert" as const), fate }),
    fc.record({ kind: fc.constant("correction" as const), pick, fate }),
    fc.record({ kind: fc.constant("cadence" as const), cadence: fc.constantFrom(...cadences) }),
    fc.record({
      kind: fc.constant("want" as const),
      perDay: fc.integer({ min: 1, max: 3 }),
      bigNewsOnly: fc.boolean(),
      isQuiet: fc.boolean(),
    }),
    fc.record({ kind: fc.constantFrom("leave" as const, "follow" as const, "pause" as const) }),
  ),
  { maxLength: 60 },
);

const dayMs = 24 * 60 * 60 * 1000;
const quarterDayMs = dayMs / 4;

/** A reader of one topic, moved by the rules of core alone, and what they were told in truth. */
export function readerModel() {
  const log: Version[] = [];
  const anchorStart = confirmed(
    newState("en", { zone: "UTC", hour: "07:00", weekday: 1 }),
    { topic: anchor, cadence: "weekly", zone: "UTC", locale: "en" },
    1,
    0,
  );
  if (anchorStart === "too-many") throw new Error("one topic is too many");
  let state: SubscriberState = anchorStart;
  let held: { readonly run: Run; readonly claim: Claim } | undefined;
  let now = Date.UTC(2026, 10, 20, 12);
  let entries = 1;
  let alertedUpTo = 0;
  /** What reached the reader, in order. */
  const told: { readonly label: string; readonly development: number; readonly number: number }[] = [];
  /** Numbers that stand in a mail that was sent, or is held. */
  const mailed = new Set<number>();

  const views: TopicLogViews = (slug) =>
    slug === topic ? { tail: log.length, versions: (after) => log.slice(after) } : { tail: 0, versions: () => [] };

  const fall = (run: Run, claim: Claim | string, what: Fate): void => {
    if (typeof claim === "string") return;
    state = claim.state;
    for (const number of claim.numbers[topic] ?? []) mailed.add(number);
    if (what === "held") held = { run, claim };
    if (what === "given-back") giveBack(claim);
    if (what !== "sent") return;
    for (const { label, version } of claim.items[topic] ?? []) {
      told.push({ label, development: version.development, number: version.number });
    }
  };
  const giveBack = (claim: Claim): void => {
    state = givenBack(state, claim.numbers);
    for (const number of claim.numbers[topic] ?? []) mailed.delete(number);
  };
  /** A mail that is held goes before anything else is claimed. */
  const claimHeld = (what: Fate): boolean => {
    if (held === undefined) return false;
    const { run, claim } = held;
    held = undefined;
    const again = claimAgain(state, run, claim.numbers, views, now);
    for (const number of claim.numbers[topic] ?? []) mailed.delete(number);
    if (typeof again === "string") state = givenBack(state, claim.numbers);
    fall(run, again, what);
    return true;
  };

  const happen = (event: Event): void => {
    now += quarterDayMs / 8;
    if ("fate" in event) {
      if (claimHeld(event.fate)) return;
      if (event.kind === "digest") now += dayMs;
      const run = runOf(event, { state, log, now, alertedUpTo });
      if (event.kind === "alert") alertedUpTo = log.length;
      if (run !== undefined) fall(run, claimFor(state, run, views, now), event.fate);
    } else if (isPublishing(event)) {
      log.push(...published(log, event, now));
    } else {
      entries += 1;
      state = changed(state, event, { entries, tail: log.length, now });
    }
  };

  return { happen, log, told, mailed, state: () => state };
}

type Sending = Extract<Event, { readonly fate: Fate }>;

/** The run that a tick, a publisher or an editor would plan now. */
function runOf(
  event: Sending,
  is: { state: SubscriberState; log: readonly Version[]; now: number; alertedUpTo: number },
): Run | undefined {
  const planned = { dueAt: is.now, staleAt: is.now + dayMs, shards: 1 };
  if (event.kind === "digest") {
    const cadence = subscriptionTo(is.state, topic)?.cadence ?? "weekly";
    const group = dueGroupsOf(is.state).find((one) => one.cadence === cadence);
    const localDate = cadence === "hourly" ? {} : { localDate: dateOfDay(Math.floor(is.now / dayMs)) };
    return group && { kind: "digest", id: "d", audience: dueAudience(group), cadence, ...localDate, ...planned };
  }
  if (event.kind === "alert") {
    const range = { from: is.alertedUpTo + 1, upTo: is.log.length };
    return { kind: "alert", id: "a", audience: alertAudience(topic), topic, ...range, ...planned };
  }
  const amended = is.log.filter(({ kind }) => kind === "corrected" || kind === "withdrawn");
  const version = amended[event.pick % Math.max(1, amended.length)];
  if (version === undefined) return undefined;
  const { development, number } = version;
  return { kind: "correction", id: "c", audience: followersAudience(topic), topic, development, number, ...planned };
}

type Publishing = Extract<Event, { readonly kind: "publish" | "updated" | "corrected" | "withdrawn" }>;

function isPublishing(event: Event): event is Publishing {
  return ["publish", "updated", "corrected", "withdrawn"].includes(event.kind);
}

function published(log: readonly Version[], event: Publishing, recordedAt: number): Version[] {
  const number = log.length + 1;
  const common = { number, recordedAt, headline: `Wording ${number}` };
  if (event.kind === "publish") return [{ ...common, development: number, kind: "new", importance: event.importance }];
  const standing = log.filter((v) => v.number === v.development && !isWithdrawn(log, v.number));
  const { development, importance = "notable" } = standing[event.pick % Math.max(1, standing.length)] ?? {};
  return development === undefined ? [] : [{ ...common, development, kind: event.kind, importance }];
}

function changed(
  state: SubscriberState,
  event: Exclude<Event, Sending | Publishing>,
  { entries, tail, now }: { entries: number; tail: number; now: number },
): SubscriberState {
  switch (event.kind) {
    case "cadence":
      return recadenced(state, topic, event.cadence);
    case "want": {
      const { perDay, bigNewsOnly, isQuiet } = event;
      const quiet = isQuiet ? { quiet: { from: "20:00", to: "08:00" } } : {};
      return { ...state, alerting: { perDay, bigNewsOnly, breakingPasses: true, ...quiet } };
    }
    case "pause":
      return { ...state, pausedUntil: dateOfDay(Math.floor(now / dayMs) + 2) };
    case "leave":
      return without(state, [topic], entries);
    case "follow": {
      const after = confirmed(state, { topic, cadence: "daily", zone: "UTC", locale: "en" }, entries, tail);
      return after === "too-many" ? state : after;
    }
  }
}

export function isWithdrawn(log: readonly Version[], development: number): boolean {
  return log.some((version) => version.development === development && version.kind === "withdrawn");
}
