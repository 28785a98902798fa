// The invariants bite: each guard of the delivery is broken once, and somebody notices.

import { describe, expect, test } from "vitest";
import type { AccountState } from "#core/account.ts";
import type { SubscriberEntry } from "#core/subscriber.ts";
import { bounceDay } from "#test/support/simulator/bounce-day.ts";
import type { PlannedMishap } from "#test/support/simulator/mishap.ts";
import { newsroomWeek } from "#test/support/simulator/newsroom-week.ts";
import type { StepPorts } from "#test/support/simulator/ports.ts";
import type { Scenario } from "#test/support/simulator/scenario.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

/** The invariants that a broken port breaks, by name. */
async function broken(
  sabotage: (ports: StepPorts) => StepPorts,
  planned: readonly PlannedMishap[] = [],
  scenario: Scenario = newsroomWeek,
): Promise<readonly string[]> {
  const { breaks } = await simulate({ seed: 1, planned, sabotage, scenario });
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

  test("notice a slice that is skipped", async () => {
    const found = await broken((ports) => {
      const { putSlice } = ports.ledger;
      let slices = 0;
      const skipping: typeof putSlice = async (slice) => (++slices === 20 ? slice : putSlice(slice));
      return { ...ports, ledger: { ...ports.ledger, putSlice: skipping } };
    });
    expect(found).toContain("nobody is left out");
  });

  test("notice a stop that is not heeded", async () => {
    expect(await broken(heedless("stopped", new Set()))).toContain("what is stopped stays stopped");
  });

  test("notice a brake that is not heeded", async () => {
    expect(await broken(heedless("hold", undefined), [], bounceDay)).toContain("the brake holds");
  });

  test("notice an alarm that is not raised", async () => {
    const silent = (ports: StepPorts): StepPorts => ({ ...ports, alarm: { raise: async () => undefined } });
    expect(await broken(silent)).toContain("whoever is needed is called");
    expect(await broken(silent, [], bounceDay)).toContain("whoever is needed is called");
  });

  test("notice an alarm that is raised without need", async () => {
    const deaf = (ports: StepPorts): StepPorts => {
      const noteHeard = async (): Promise<void> => undefined;
      return { ...ports, ledger: { ...ports.ledger, noteHeard } };
    };
    expect(await broken(deaf, crashes)).toContain("whoever is called is needed");
  });

  test("notice mails that come after their time", async () => {
    const late = (ports: StepPorts): StepPorts => {
      const { run: read } = ports.ledger;
      const run: typeof read = async (id) => {
        const found = await read(id);
        return found === undefined ? undefined : { ...found, staleAt: found.staleAt + 24 * 60 * 60 * 1000 };
      };
      return { ...ports, ledger: { ...ports.ledger, run } };
    };
    expect(await broken(late)).toContain("what is stale is so");
  });

  test("notice alerts in quiet hours and beyond the budget", async () => {
    const pushy = (ports: StepPorts): StepPorts => {
      const { now: read } = ports.subscribers;
      const now: typeof read = async (id) => {
        const found = await read(id);
        if (found === undefined) return undefined;
        const { alerting: _, pausedUntil: __, ...state } = found.entry.state;
        return { ...found, entry: { ...found.entry, state } };
      };
      return { ...ports, subscribers: { ...ports.subscribers, now } };
    };
    expect(await broken(pushy)).toContain("readers have peace");
  });
});

/** An account of which one thing is not told. */
function heedless<Key extends keyof AccountState>(key: Key, value: AccountState[Key] | undefined) {
  return (ports: StepPorts): StepPorts => {
    const { state: read } = ports.account;
    const state = async (): Promise<AccountState> => ({ ...(await read()), [key]: value });
    return { ...ports, account: { ...ports.account, state } };
  };
}
