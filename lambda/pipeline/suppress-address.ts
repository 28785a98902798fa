import { type SuppressionReason, suppressed } from "#core/subscriber.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { Suppressions } from "./ports/subscribers.ts";

export interface SuppressPorts extends ChangePorts {
  readonly suppressions: Suppressions;
}

/**
 * Sees to it that an address is mailed no more. Twice is once.
 *
 * The hash first, then the log: should we stop in between, nobody can sign up with it, and the next report ends it.
 *
 * @param address trimmed and lower-cased
 */
export async function suppressAddress(ports: SuppressPorts, address: string, reason: SuppressionReason): Promise<void> {
  await ports.suppressions.put(address, reason, ports.clock.now());
  const subscriber = await ports.subscribers.byAddress(address);
  if (subscriber === undefined) return;
  await changeSubscriber(ports, subscriber.id, async ({ entry }) => {
    if (entry.state.suppressed !== undefined) return "suppressed";
    return { event: { kind: "suppressed", reason }, state: suppressed(entry.state, reason, entry.number + 1) };
  });
}
