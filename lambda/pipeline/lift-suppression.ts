import { lifted, type SuppressionReason } from "#core/subscriber.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { Suppressions } from "./ports/subscribers.ts";

export interface LiftPorts extends ChangePorts {
  readonly suppressions: Suppressions;
}

export type LiftOutcome =
  | { readonly kind: "lifted"; readonly reason: SuppressionReason }
  | { readonly kind: "not-suppressed" }
  /** A graver reason came in the meantime: whoever lifts it must know of it. */
  | { readonly kind: "graver"; readonly reason: SuppressionReason };

/**
 * Lets an address sign up again that must not be mailed. It goes on following nothing until it does.
 *
 * The log first, then the hash: should we stop in between, the address is found suppressed, and lifting it again
 * finishes it.
 *
 * @param address trimmed and lower-cased
 */
export async function liftSuppression(ports: LiftPorts, address: string): Promise<LiftOutcome> {
  const hashed = await ports.suppressions.reason(address);
  const subscriber = await ports.subscribers.byAddress(address);
  const state = subscriber === undefined ? undefined : (await ports.subscribers.now(subscriber.id))?.entry.state;
  const reason = hashed ?? state?.suppressed;
  if (reason === undefined) return { kind: "not-suppressed" };
  if (subscriber !== undefined) {
    await changeSubscriber(ports, subscriber.id, async ({ entry }) => {
      if (entry.state.suppressed === undefined) return "lifted-already";
      return { event: { kind: "lifted", reason }, state: lifted(entry.state) };
    });
  }
  if (hashed === undefined || (await ports.suppressions.lift(address, hashed))) return { kind: "lifted", reason };
  const standing = await ports.suppressions.reason(address);
  return standing === undefined ? { kind: "lifted", reason } : { kind: "graver", reason: standing };
}
