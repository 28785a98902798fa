import fc from "fast-check";
import type { Cadence } from "#core/cadence.ts";
import { dateOfDay, dayOfDate } from "#core/calendar.ts";
import { type Importance, importances } from "#core/development.ts";
import { subscriptionTo } from "#core/subscriber.ts";
import { wallClock } from "#core/zone.ts";
import type { TypedAlerting } from "#pipeline/change-alerting.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

export const topics = ["harbour-strike", "river-flood"] as const;
export const readers = ["ana@reader.example", "bo@reader.example", "cy@reader.example"] as const;

type Topic = (typeof topics)[number];
type Reader = (typeof readers)[number];

/** One thing that editors, readers, time or SES do. */
export type Deed =
  | { readonly kind: "publish"; readonly topic: Topic; readonly count: number; readonly importance: Importance }
  | { readonly kind: "update"; readonly topic: Topic; readonly pick: number }
  | { readonly kind: "correct" | "withdraw"; readonly topic: Topic; readonly pick: number; readonly atOnce: boolean }
  | { readonly kind: "follow"; readonly reader: Reader; readonly topic: Topic; readonly cadence: Cadence }
  | { readonly kind: "leave"; readonly reader: Reader; readonly topic: Topic }
  | { readonly kind: "change"; readonly reader: Reader; readonly topic: Topic; readonly cadence: Cadence }
  | { readonly kind: "move"; readonly reader: Reader; readonly zone: string; readonly hour: string }
  | { readonly kind: "want"; readonly reader: Reader; readonly typed: TypedAlerting }
  | { readonly kind: "pause"; readonly reader: Reader; readonly days: number }
  | { readonly kind: "answer"; readonly answer: MemoryStack["ses"]["answers"][number] }
  | { readonly kind: "turn"; readonly hours: number };

const topic = fc.constantFrom(...topics);
const reader = fc.constantFrom(...readers);
const cadence = fc.constantFrom<Cadence>("instant", "hourly", "daily", "weekly");
const pick = fc.nat({ max: 9 });
const zone = fc.constantFrom("Europe/London", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Kiritimati");
const hour = fc.constantFrom("00:00", "07:00", "12:30", "23:30");

/** What may befall a mail without its news being lost: the one whose answer is lost is another matter. */
const answer = fc.constantFrom<MemoryStack["ses"]["answers"][number]>(
  { kind: "throttled" },
  { kind: "unreached" },
  { kind: "quota" },
  { kind: "account", code: "AccountSendingPaused" },
  { kind: "refused", reason: "address-refused" },
  { kind: "refused", reason: "message-refused" },
  "crash-after",
);

const yesOrNo = fc.constantFrom("yes", "no");
const wanted: fc.Arbitrary<TypedAlerting> = fc.oneof(
  fc.constantFrom({ quietFrom: "22:00", quietTo: "06:30" }, { quietFrom: "09:00", quietTo: "17:00" }),
  fc.record({ breakingPasses: yesOrNo, bigNewsOnly: yesOrNo, perDay: fc.constantFrom("1", "2", "10") }),
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("publish" as const),
      topic,
      count: fc.integer({ min: 1, max: 3 }),
      importance: fc.constantFrom(...importances),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant("update" as const), topic, pick }),
      fc.record({
        kind: fc.constantFrom("correct" as const, "withdraw" as const),
        topic,
        pick,
        atOnce: fc.boolean(),
      }),
    ),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("follow" as const), reader, topic, cadence }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("leave" as const), reader, topic }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("change" as const), reader, topic, cadence }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const), reader, zone, hour }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("want" as const), reader, typed: wanted }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("pause" as const), reader, days: fc.integer({ min: 0, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("answer" as const), answer }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("turn" as const), hours: fc.integer({ min: 1, max: 30 }) }) },
);

/** Any history: two readers follow from the start, or little would happen to anyone. */
export const anyHistory: fc.Arbitrary<readonly Deed[]> = fc
  .tuple(cadence, cadence, fc.array(deed, { minLength: 5, maxLength: 40 }))
  .map(([first, second, deeds]) => [
    { kind: "follow", reader: readers[0], topic: topics[0], cadence: first },
    { kind: "follow", reader: readers[1], topic: topics[0], cadence: second },
    ...deeds,
  ]);

/** A stretch of time in which a reader followed a topic. */
export interface Span {
  readonly reader: Reader;
  readonly topic: Topic;
  readonly from: number;
  /** Undefined while it lasts. */
  readonly to?: number;
  /** The topic's tail when it began. */
  readonly start: number;
}

const hourMs = 60 * 60 * 1000;

/** Lets a history happen, and then twelve quiet days in which everything that is due comes, and every pause ends. */
export async function live(deeds: readonly Deed[]): Promise<{ stack: MemoryStack; spans: readonly Span[] }> {
  const stack = memoryStack("2026-10-22T12:00:00Z");
  const spans: Span[] = [];
  for (const [index, slug] of topics.entries()) await stack.addTopic(slug, `topic ${index}`);
  for (const one of deeds) {
    await doDeed(stack, spans, one);
    stack.pass(1000);
  }
  stack.ses.answers.length = 0;
  await stack.turnTo(stack.now() + 12 * 24 * hourMs, hourMs);
  return { stack, spans };
}

async function doDeed(stack: MemoryStack, spans: Span[], one: Deed): Promise<void> {
  switch (one.kind) {
    case "publish":
    case "update":
    case "correct":
    case "withdraw":
      await edit(stack, one);
      return stack.drain();
    case "answer":
      stack.ses.answers.push(one.answer);
      return;
    case "turn":
      return stack.turnTo(stack.now() + one.hours * hourMs, hourMs);
    case "follow":
      return follow(stack, spans, one);
    default:
      return changeMind(stack, spans, one);
  }
}

type Edit = Extract<Deed, { readonly kind: "publish" | "update" | "correct" | "withdraw" }>;

/** Each version has a headline of its own, which says its topic, its development and its number. */
async function edit(stack: MemoryStack, one: Edit): Promise<void> {
  const place = topics.indexOf(one.topic);
  const tail = await stack.ports.topicLog.tail(one.topic);
  const words = (development: number, number: number) => `News t${place}d${development}v${number}`;
  if (one.kind === "publish") {
    const developments = Array.from({ length: one.count }, (_, index) => {
      const number = tail + 1 + index;
      return { headline: words(number, number), key: `key-${number}` };
    });
    await stack.publish(one.topic, developments, one.importance);
    return;
  }
  const log = await stack.ports.topicLog.read(one.topic, 0);
  const known = [...new Set(log.map(({ development }) => development))];
  const development = known[one.pick % Math.max(1, known.length)];
  if (development === undefined) return;
  const headline = words(development, tail + 1);
  if (one.kind === "update") await stack.publish(one.topic, [{ headline, key: `key-${development}` }]);
  if (one.kind === "correct") await stack.correct(one.topic, development, { headline }, undefined, one.atOnce);
  if (one.kind === "withdraw") await stack.withdraw(one.topic, development, one.atOnce);
}

/** A confirmation mail is never lost here: what SES will answer is for the mails of runs. */
async function follow(stack: MemoryStack, spans: Span[], one: Extract<Deed, { kind: "follow" }>): Promise<void> {
  await stack.drain();
  const answers = stack.ses.answers.splice(0);
  stack.pass(11 * 60_000);
  // Confirmations wait as well while the account is on hold.
  await stack.endHold();
  const start = await stack.ports.topicLog.tail(one.topic);
  const isNew = !spans.some((span) => span.to === undefined && span.reader === one.reader && span.topic === one.topic);
  await stack.follow(one.reader, one.topic, { cadence: one.cadence });
  if (isNew) spans.push({ reader: one.reader, topic: one.topic, from: stack.now(), start });
  stack.ses.answers.push(...answers);
}

async function changeMind(
  stack: MemoryStack,
  spans: Span[],
  one: Exclude<Extract<Deed, { readonly reader: Reader }>, { readonly kind: "follow" }>,
): Promise<void> {
  if ((await stack.ports.subscribers.byAddress(one.reader)) === undefined) return;
  const token = await stack.token(one.reader, { purpose: "preferences" });
  if (one.kind === "move") {
    await stack.changePreferences(token, { action: "save", zone: one.zone, hour: one.hour });
    return;
  }
  const { state } = (await stack.subscriber(one.reader)).entry;
  if (one.kind === "want") {
    await stack.changeAlerting(token, one.typed);
    return;
  }
  if (one.kind === "pause") {
    const today = wallClock(state.schedule.zone, stack.now()).date;
    await stack.pause(token, one.days === 0 ? undefined : dateOfDay(dayOfDate(today) + one.days));
    return;
  }
  if (subscriptionTo(state, one.topic) === undefined) return;
  if (one.kind === "change") {
    await stack.changePreferences(token, { action: "save", topic: one.topic, cadence: one.cadence });
    return;
  }
  await stack.changePreferences(token, { action: "leave", topic: one.topic });
  const place = spans.findIndex(
    (span) => span.to === undefined && span.reader === one.reader && span.topic === one.topic,
  );
  const span = spans[place];
  if (span !== undefined) spans[place] = { ...span, to: stack.now() };
}
