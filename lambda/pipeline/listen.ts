import { type AttemptedIndex, parseDeliveryId } from "#core/delivery.ts";
import type { SliceKey } from "#core/slice.ts";
import { type SuppressionReason, suppressed } from "#core/subscriber.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { Ledger, MailEventKind } from "./ports/ledger.ts";
import type { Suppressions } from "./ports/subscribers.ts";

export interface ListenPorts extends ChangePorts {
  readonly ledger: Ledger;
  readonly suppressions: Suppressions;
}

/** One report of SES, decoded. */
export interface MailEvent {
  readonly kind: MailEventKind;
  /** The delivery's tag; absent on notices and on mails that are not ours. */
  readonly delivery?: string;
  readonly attempt?: number;
  /** The addresses that must not be mailed any more, and why: hard bounces and complaints only. */
  readonly suppress?: { readonly addresses: readonly string[]; readonly reason: SuppressionReason };
}

export interface ListenOutcome {
  readonly recorded: number;
  readonly suppressed: number;
  /** Reports that name no delivery of ours. */
  readonly foreign: number;
}

/** Takes in what SES reports, one write a slice and kind. The same report twice changes nothing. */
export async function listen(ports: ListenPorts, events: readonly MailEvent[]): Promise<ListenOutcome> {
  let suppressedCount = 0;
  for (const { suppress } of events) {
    for (const address of suppress?.addresses ?? []) {
      await suppressAddress(ports, address, suppress?.reason ?? "bounce");
      suppressedCount += 1;
    }
  }
  const sets = new Map<string, { key: SliceKey; kind: MailEventKind; deliveries: AttemptedIndex[] }>();
  let recorded = 0;
  for (const { kind, delivery, attempt } of events) {
    const key = delivery === undefined ? undefined : parseDeliveryId(delivery);
    if (key === undefined || attempt === undefined) continue;
    const name = `${kind} ${key.run} ${key.shard} ${key.first}`;
    const set = sets.get(name) ?? { key, kind, deliveries: [] };
    sets.set(name, set);
    set.deliveries.push({ index: key.index, attempt });
    recorded += 1;
  }
  for (const { key, kind, deliveries } of sets.values()) await ports.ledger.addEvents(key, kind, deliveries);
  return { recorded, suppressed: suppressedCount, foreign: events.length - recorded };
}

/** The hash first, then the log: should we stop in between, nobody can sign up and the next report ends it. */
async function suppressAddress(ports: ListenPorts, address: string, reason: SuppressionReason): Promise<void> {
  const normalised = address.trim().toLowerCase();
  await ports.suppressions.put(normalised, reason, ports.clock.now());
  const subscriber = await ports.subscribers.byAddress(normalised);
  if (subscriber === undefined) return;
  await changeSubscriber(ports, subscriber.id, async ({ entry }) => {
    if (entry.state.suppressed !== undefined) return "suppressed";
    return { event: { kind: "suppressed", reason }, state: suppressed(entry.state, reason, entry.number + 1) };
  });
}
