import { type HeldDevelopment, heldMax } from "#core/held.ts";
import type { HeldDevelopments } from "./ports/held.ts";

/** What is held of a topic, or of all: first what is released by itself, the earliest first, then the oldest first. */
export async function listHeld(
  ports: { readonly held: HeldDevelopments },
  topic: string | undefined,
): Promise<readonly HeldDevelopment[]> {
  if (topic !== undefined) return [...(await ports.held.of(topic, heldMax))].sort(byMoment);
  const names = await ports.held.all(heldMax);
  const found = await Promise.all(names.map((name) => ports.held.get(name)));
  // The lists lag: what has been released or discarded since is gone.
  return found.filter((held) => held !== undefined).filter(({ state }) => state !== "discarded");
}

function byMoment(a: HeldDevelopment, b: HeldDevelopment): number {
  return (a.releaseAt ?? Number.POSITIVE_INFINITY) - (b.releaseAt ?? Number.POSITIVE_INFINITY) || a.heldAt - b.heldAt;
}
