import { consentIn } from "#core/consent.ts";
import type { Instant } from "#core/instant.ts";
import { newState, type SubscriberEntry, type SubscriberState } from "#core/subscriber.ts";
import type { Clock } from "./ports/clock.ts";
import type { Departure, Keeping } from "./ports/keeping.ts";
import type { Subscriber, Subscribers } from "./ports/subscribers.ts";

export interface ForgetPorts {
  readonly subscribers: Subscribers;
  readonly keeping: Keeping;
  readonly clock: Clock;
}

/** How long what is known of readers is kept, in milliseconds. */
export interface ReaderKeeping {
  /** A sign-up that is not confirmed. */
  readonly pendingMs: number;
  /** Entries of a log, once others have taken their place. */
  readonly supersededMs: number;
  /** The address of someone who follows nothing. */
  readonly addressMs: number;
  /** What someone had agreed to, after they left. */
  readonly consentMs: number;
}

/** Most departures that are looked at in one call. */
const departuresMax = 200;

/** Entries of a log that are read at once, and most of one log that are read for what they show of consent. */
const pageSize = 100;
const entriesMax = 5000;

/**
 * Forgets the addresses of those who have followed nothing for long enough. Gives how many.
 *
 * The record of consent comes first, then a last entry of the log, so that a sign-up that comes meanwhile is not lost: it
 * wins the race for that entry, or follows it and is looked for. Then the address goes, what leads to it, and last the
 * log. It may stop anywhere, and the next call goes on.
 *
 * @param until when to stop
 */
export async function forgetDeparted(ports: ForgetPorts, keeping: ReaderKeeping, until: Instant): Promise<number> {
  const before = ports.clock.now() - keeping.addressMs;
  let forgotten = 0;
  for (const departure of await ports.keeping.departures(before, departuresMax)) {
    if (ports.clock.now() >= until) break;
    if (await forget(ports, departure, keeping)) forgotten += 1;
  }
  return forgotten;
}

async function forget(ports: ForgetPorts, departure: Departure, keeping: ReaderKeeping): Promise<boolean> {
  const id = departure.subscriber;
  const [newest] = await ports.subscribers.newest(id, 1);
  // Gone already: the list lags.
  if (newest === undefined) return false;
  if (hasReturned(newest, departure)) {
    await ports.keeping.strike(departure);
    return false;
  }
  const subscriber = await ports.subscribers.get(id);
  const closing = newState(newest.state.locale, newest.state.schedule);
  if (subscriber !== undefined && !(await forgetWho(ports, subscriber, departure, closing, keeping))) return false;
  await ports.keeping.erase(departure);
  return subscriber !== undefined;
}

/** Whether something happened since, other than that we began to forget them. */
function hasReturned(newest: SubscriberEntry, { number }: Departure): boolean {
  return newest.number > number && !(newest.number === number + 1 && newest.event.kind === "forgotten");
}

/** Forgets the address, unless its holder comes back at this very moment. Says whether it did. */
async function forgetWho(
  ports: ForgetPorts,
  subscriber: Subscriber,
  { number, at }: Departure,
  state: SubscriberState,
  { consentMs, pendingMs }: ReaderKeeping,
): Promise<boolean> {
  const { clock, keeping, subscribers } = ports;
  const log = await entriesOf(keeping, subscriber.id);
  await keeping.keepConsent(subscriber, consentIn(log), at + consentMs);
  const closing = { number: number + 1, at: clock.now(), event: { kind: "forgotten" }, state } as const;
  const isClosed = await subscribers.append(subscriber.id, closing);
  if (!isClosed && !(await isClosedBy(subscribers, subscriber.id, number + 1))) return false;
  await keeping.forgetAddress(subscriber);
  const [newest] = await subscribers.newest(subscriber.id, 1);
  if (newest !== undefined && newest.number > number + 1) {
    // A sign-up came between the two: it is pending, and so is its address.
    await subscribers.create(subscriber, clock.now() + pendingMs);
    return false;
  }
  await keeping.forgetPointer(subscriber);
  return true;
}

/** Whether an earlier call has begun to forget them, and nothing came since. */
async function isClosedBy(subscribers: Subscribers, id: string, number: number): Promise<boolean> {
  const [newest] = await subscribers.newest(id, 1);
  return newest?.number === number && newest.event.kind === "forgotten";
}

async function entriesOf(keeping: Keeping, id: string): Promise<readonly SubscriberEntry[]> {
  const entries: SubscriberEntry[] = [];
  while (entries.length < entriesMax) {
    const page = await keeping.entries(id, entries.at(-1)?.number ?? 0, pageSize);
    entries.push(...page);
    if (page.length < pageSize) break;
  }
  return entries;
}
