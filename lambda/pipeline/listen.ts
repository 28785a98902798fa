import { type AttemptedIndex, parseDeliveryId } from "#core/delivery.ts";
import { clockSkewMs, type Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import type { SuppressionReason } from "#core/subscriber.ts";
import { type BrakePorts, brake } from "./brake.ts";
import { noteDoubles } from "./note-doubles.ts";
import { noteSoftBounce } from "./note-soft-bounce.ts";
import { type OweRefusedPorts, oweRefused } from "./owe-refused.ts";
import type { MailEventKind } from "./ports/ledger.ts";
import { type SuppressPorts, suppressAddress } from "./suppress-address.ts";

export interface ListenPorts extends SuppressPorts, BrakePorts, OweRefusedPorts {}

/** One report of SES, decoded. */
export interface MailEvent {
  readonly kind: MailEventKind;
  /** When SES took the mail. */
  readonly sentAt?: Instant;
  /** The delivery's tag; absent on notices and on mails that are not ours. */
  readonly delivery?: string;
  readonly attempt?: number;
  readonly isNotice?: boolean;
  /** The addresses that must not be mailed any more, and why: hard bounces and complaints only. */
  readonly suppress?: { readonly addresses: readonly string[]; readonly reason: SuppressionReason };
  /** The addresses that could not be reached for a passing reason, and the UTC date of that. */
  readonly unreached?: { readonly addresses: readonly string[]; readonly day: string };
}

export interface ListenOutcome {
  readonly recorded: number;
  readonly suppressed: number;
  /** Reports of mails that are neither a delivery nor a notice of ours. */
  readonly foreign: number;
  /** Mails too many that came to light. */
  readonly doubled: number;
}

/** Takes in what SES reports, one write a slice and kind. The same report twice changes nothing. */
export async function listen(ports: ListenPorts, events: readonly MailEvent[]): Promise<ListenOutcome> {
  const suppressed = await suppressAddresses(ports, events);
  const deliveries = events.flatMap(deliveryOf);
  const slices = new Map<string, SliceKey>();
  const tally = { sent: 0, bounced: 0, complained: 0 };
  for (const { key, kind, isForGood, attempted } of setsOf(deliveries)) {
    // Only what is new counts: the same event comes twice.
    const { length: count } = await ports.ledger.addEvents(key, kind, attempted);
    if (kind === "send") tally.sent += count;
    if (kind === "bounce" && isForGood) tally.bounced += count;
    if (kind === "complaint") tally.complained += count;
    slices.set(sliceName(key), key);
    if (kind === "reject" || kind === "failure") await oweRefused(ports, key, attempted);
  }
  await brake(ports, tally);
  let doubled = 0;
  for (const key of slices.values()) doubled += await noteDoubles(ports, key);
  await hear(ports, events);
  const notices = events.filter(({ isNotice }) => isNotice === true).length;
  const recorded = deliveries.length;
  return { recorded, suppressed, foreign: events.length - recorded - notices, doubled };
}

/** How many reports closed an address to us. */
async function suppressAddresses(ports: ListenPorts, events: readonly MailEvent[]): Promise<number> {
  let count = 0;
  for (const { suppress, unreached } of events) {
    for (const address of suppress?.addresses ?? []) {
      await suppressAddress(ports, normalised(address), suppress?.reason ?? "bounce");
      count += 1;
    }
    for (const address of unreached?.addresses ?? []) {
      if (await noteSoftBounce(ports, normalised(address), unreached?.day ?? "")) count += 1;
    }
  }
  return count;
}

function normalised(address: string): string {
  return address.trim().toLowerCase();
}

interface Reported {
  readonly kind: MailEventKind;
  readonly key: SliceKey;
  /** It closes an address to us. */
  readonly isForGood: boolean;
  readonly attempted: AttemptedIndex;
}

function deliveryOf({ kind, delivery, attempt, suppress }: MailEvent): Reported[] {
  const key = delivery === undefined ? undefined : parseDeliveryId(delivery);
  if (key === undefined || attempt === undefined) return [];
  const { index, ...slice } = key;
  return [{ kind, key: slice, isForGood: suppress !== undefined, attempted: { index, attempt } }];
}

/** What was reported, together where one write takes it. */
function setsOf(reports: readonly Reported[]) {
  const sets = new Map<string, Omit<Reported, "attempted"> & { attempted: AttemptedIndex[] }>();
  for (const { kind, key, isForGood, attempted } of reports) {
    const name = `${kind} ${isForGood} ${sliceName(key)}`;
    const set = sets.get(name) ?? { key, kind, isForGood, attempted: [] };
    sets.set(name, set);
    set.attempted.push(attempted);
  }
  return sets.values();
}

function sliceName({ run, shard, first }: SliceKey): string {
  return `${run} ${shard} ${first}`;
}

/**
 * Notes how far the events have come.
 *
 * At the end, when all of them are taken in: whoever trusts it looks for an event that may be among them. And hardly
 * later than now, or one bad time would count as heard for ever.
 */
async function hear({ ledger, clock }: ListenPorts, events: readonly MailEvent[]): Promise<void> {
  const times = events.flatMap(({ kind, sentAt }) => (kind === "send" && sentAt !== undefined ? [sentAt] : []));
  if (times.length === 0) return;
  const newest = times.reduce((a, b) => Math.max(a, b));
  await ledger.noteHeard(Math.min(newest, clock.now() + clockSkewMs));
}
