// The invariants bite: each guard of the delivery is broken once, and somebody notices.

import { describe, expect, test } from "vitest";
import type { SubscriberEntry } from "#core/subscriber.ts";
import type { PlannedMishap } from "#test/support/simulator/mishap.ts";
import type { StepPorts } from "#test/support/simulator/ports.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

/** The invariants that a broken port breaks, by name. */
async function broken(
  sabotage: (ports: StepPorts) => StepPorts,
  planned: readonly PlannedMishap[] = [],
): Promise<readonly string[]> {
  const { breaks } = await simulate({ seed: 1, planned, sabotage });
  return [...new Set(breaks.map((what) => what.split(":")[0] ?? ""))];
}

/** A second sender begins a slice while the first is at work. */
const rivals = Array.from({ length: 30 }, (_, index): PlannedMishap => {
  return { boundary: "send subscribers.now", occurrence: 20 + 7 * index, mishap: "reappears" };
});

/** Processes end between SES's answer and the group that would have told of it. */
const crashes = Array.from({ length: 12 }, (_, index): PlannedMishap => {
  return { boundary: "send mailer.submit", occurrence: 30 + 20 * index, mishap: "crash-before" };
});

describe("the invariants of the simulator", () => {
  test("hold among rivals and crashes", async () => {
    expect(await broken((ports) => ports, rivals)).toEqual([]);
    expect(await broken((ports) => ports, crashes)).toEqual([]);
  });

  test("notice a claim that two senders can have", async () => {
    const found = await broken((ports) => {
      const { append } = ports.subscribers;
      const both = async (id: string, entry: SubscriberEntry, keepUntil?: number): Promise<boolean> =>
        (await append(id, entry, keepUntil)) || entry.event.kind === "mailed";
      return { ...ports, subscribers: { ...ports.subscribers, append: both } };
    }, rivals);
    expect(found).toContain("no delivery is accepted twice");
  });

  test("notice a group of outcomes that names the wrong mails", async () => {
    const found = await broken((ports) => {
      const { addSubmitted } = ports.ledger;
      const shifted: typeof addSubmitted = async (key, attempt, indices) =>
        addSubmitted(
          key,
          attempt,
          indices.map((index) => Math.max(0, index - 1)),
        );
      return { ...ports, ledger: { ...ports.ledger, addSubmitted: shifted } };
    });
    expect(found).toContain("outcomes are true");
  });

  test("notice a mark that does not move", async () => {
    const found = await broken((ports) => {
      const { append } = ports.subscribers;
      const unmoved = async (id: string, entry: SubscriberEntry, keepUntil?: number): Promise<boolean> => {
        const before = (await ports.subscribers.now(id))?.entry.state;
        const isMailed = entry.event.kind === "mailed" && before !== undefined;
        return append(id, isMailed ? { ...entry, state: before } : entry, keepUntil);
      };
      return { ...ports, subscribers: { ...ports.subscribers, append: unmoved } };
    });
    expect(found).toContain("the numbers add up");
    expect(found).toContain("everything is told once");
  });

  test("notice a settling that takes silence for a no", async () => {
    const found = await broken(
      (ports) => {
        const { addEvents } = ports.ledger;
        const deaf: typeof addEvents = async (key, kind, deliveries) =>
          kind === "send" ? [] : addEvents(key, kind, deliveries);
        return { ...ports, ledger: { ...ports.ledger, addEvents: deaf } };
      },
      crashes.map((one) => ({ ...one, mishap: "crash-after" })),
    );
    expect(found).toContain("no delivery is accepted twice");
  });
});
