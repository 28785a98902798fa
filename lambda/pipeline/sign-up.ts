import { type AddressProblem, parseAddress } from "#core/address.ts";
import { parseCadence } from "#core/cadence.ts";
import type { Instant } from "#core/instant.ts";
import { linkLifetimesMs } from "#core/link.ts";
import { defaultHour, defaultWeekday } from "#core/schedule.ts";
import { newState, type SignUpRequest, type SubscriberState, subscriptionTo } from "#core/subscriber.ts";
import type { Topic } from "#core/topic.ts";
import { isZone } from "#core/zone.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ids } from "./ports/links.ts";
import type { Notices } from "./ports/notices.ts";
import type { NoticeQueue } from "./ports/queues.ts";
import type { Subscriber, Subscribers, Suppressions } from "./ports/subscribers.ts";
import type { Topics } from "./ports/topics.ts";

export interface SignUpPorts {
  readonly topics: Topics;
  readonly subscribers: Subscribers;
  readonly suppressions: Suppressions;
  readonly notices: Notices;
  readonly noticeQueue: NoticeQueue;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** What came with the form, as it was typed. */
export interface TypedSignUp {
  readonly topic: string;
  readonly email: string;
  readonly cadence: string;
  readonly zone: string;
  readonly locale: string;
}

export interface SignUpProblems {
  readonly email?: AddressProblem;
  readonly cadence?: "unknown";
  readonly zone?: "unknown";
  readonly locale?: "unknown";
}

export type SignUpOutcome =
  /** A mail asks the holder of the address, or nobody: whether an address is known is never told. */
  | { readonly kind: "asked" }
  | { readonly kind: "no-such-topic" }
  /** Its story has ended. */
  | { readonly kind: "closed"; readonly topic: Topic }
  | { readonly kind: "refused"; readonly fields: SignUpProblems };

/** How long one address is not asked again about one topic, in milliseconds. */
export const coolDownMs = 10 * 60 * 1000;

/** How often a sign-up tries to get into the log: each loss means that another entry got there first. */
const triesMax = 20;

/**
 * Takes a sign-up, and asks the holder of the address whether they want it.
 *
 * Nothing is confirmed here. Asked again within the cool-down it changes nothing, but for a notice that still waits:
 * that is queued once more, in case its first message was never sent.
 *
 * @param locales the locales that may be asked for
 * @param pendingMs how long it is kept when nobody confirms it, in milliseconds: at least as long as the link holds
 */
export async function signUp(
  ports: SignUpPorts,
  typed: TypedSignUp,
  locales: readonly string[],
  pendingMs: number = linkLifetimesMs.confirm,
): Promise<SignUpOutcome> {
  const topic = await ports.topics.get(typed.topic);
  if (topic === undefined) return { kind: "no-such-topic" };
  if (topic.closed !== undefined) return { kind: "closed", topic };
  const parsed = parse({ ...typed, topic: topic.mergedInto ?? topic.slug }, locales);
  if ("fields" in parsed) return { kind: "refused", fields: parsed.fields };
  const { address, request } = parsed;

  const suppression = await ports.suppressions.reason(address);
  if (suppression === "bounce" || suppression === "complaint") return { kind: "asked" };
  const now = ports.clock.now();
  const keepUntil = now + pendingMs;
  const known = await ports.subscribers.byAddress(address);
  const subscriber = await ports.subscribers.create(
    known ?? { id: ports.ids.subscriber(), address, createdAt: now },
    keepUntil,
  );
  for (let tries = 0; tries < triesMax; tries++) {
    // Looked at again after each lost race: it may have been another sign-up's, which asks for all of them.
    const newest = await ports.subscribers.now(subscriber.id);
    const id = noticeId(subscriber, topic, newest?.entry.state);
    if (await isAsked(ports, id, now)) return { kind: "asked" };
    const number = (newest?.entry.number ?? 0) + 1;
    if (!(await append(ports, subscriber, newest?.entry.state, number, request, now, keepUntil))) continue;
    const notice = {
      id,
      subscriber: subscriber.id,
      contents: { kind: "confirm", topicTitle: topic.title, cadence: request.cadence },
      locale: request.locale,
      zone: request.zone,
      link: { purpose: "confirm", signUp: number },
      causedAt: now,
    } as const;
    if (await ports.notices.put(notice, now - coolDownMs)) await ports.noticeQueue.send(id);
    return { kind: "asked" };
  }
  throw new Error(`a sign-up lost ${triesMax} races in a row`);
}

/** One cause is one address, one topic, and the last time that this topic was confirmed or left. */
function noticeId(subscriber: Subscriber, topic: Topic, state: SubscriberState | undefined): string {
  const confirmed = state === undefined ? undefined : subscriptionTo(state, topic.slug)?.signUp;
  const left = state?.left.find((other) => other.topic === topic.slug)?.number;
  return `confirm.${subscriber.id}.${topic.slug}.${confirmed ?? left ?? 0}`;
}

/** Whether the holder is asked already. A notice that still waits is queued again. */
async function isAsked(ports: SignUpPorts, id: string, now: Instant): Promise<boolean> {
  const known = await ports.notices.get(id);
  if (known === undefined || known.notice.causedAt <= now - coolDownMs) return false;
  if (known.state === "waiting") await ports.noticeQueue.send(id);
  return true;
}

/** Appends the sign-up to the subscriber's log. Says whether nobody else got there first. */
async function append(
  ports: SignUpPorts,
  subscriber: Subscriber,
  before: SubscriberState | undefined,
  number: number,
  request: SignUpRequest,
  at: Instant,
  keepUntil: Instant,
): Promise<boolean> {
  const schedule = { zone: request.zone, hour: defaultHour, weekday: defaultWeekday };
  const state = before ?? newState(request.locale, schedule);
  const entry = { number, at, event: { kind: "signed-up", request }, state } as const;
  // Someone who has followed anything is kept for other reasons than this sign-up.
  const isNew = state.subscriptions.length === 0 && state.left.length === 0;
  return ports.subscribers.append(subscriber.id, entry, isNew ? keepUntil : undefined);
}

function parse(
  typed: TypedSignUp,
  locales: readonly string[],
): { readonly address: string; readonly request: SignUpRequest } | { readonly fields: SignUpProblems } {
  const parsed = parseAddress(typed.email);
  const cadence = parseCadence(typed.cadence);
  const fields: SignUpProblems = {
    ...("refused" in parsed ? { email: parsed.refused } : {}),
    ...(cadence === undefined ? { cadence: "unknown" } : {}),
    ...(isZone(typed.zone) ? {} : { zone: "unknown" }),
    ...(locales.includes(typed.locale) ? {} : { locale: "unknown" }),
  };
  if ("refused" in parsed || cadence === undefined || Object.keys(fields).length > 0) return { fields };
  return {
    address: parsed.address,
    request: { topic: typed.topic, cadence, zone: typed.zone, locale: typed.locale },
  };
}
