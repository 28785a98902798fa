import { describe, expect, test } from "vitest";
import type { PlannedMishap } from "#test/support/simulator/mishap.ts";
import type { StepPorts } from "#test/support/simulator/ports.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

/** SES takes these, and their answers are lost. */
const lostAnswers = [40, 90, 150, 200, 260].map((occurrence): PlannedMishap => {
  return { boundary: "send mailer.submit", occurrence, mishap: "answer-lost" };
});

/** No event of SES ever arrives. */
function cutOff(ports: StepPorts): StepPorts {
  const addEvents: typeof ports.ledger.addEvents = async () => [];
  const noteHeard: typeof ports.ledger.noteHeard = async () => undefined;
  return { ...ports, ledger: { ...ports.ledger, addEvents, noteHeard } };
}

describe("lost answers", () => {
  test("are settled by events", async () => {
    const { breaks, evidence, doubled } = await simulate({ seed: 1, planned: lostAnswers });
    expect(breaks).toEqual([]);
    expect(doubled).toBe(0);
    expect(evidence.witness.uncertain.length).toBeGreaterThan(lostAnswers.length);
  });

  test("double nothing while the events are cut off, and call a person", async () => {
    const { evidence } = await simulate({ seed: 1, planned: lostAnswers, sabotage: cutOff });
    const deliveries = evidence.mails.map(({ delivery }) => delivery);
    expect(new Set(deliveries).size).toBe(deliveries.length);
    const uncertain = [...evidence.outcomes.values()].flatMap((found) =>
      [...found.values()].filter(({ state }) => state === "uncertain"),
    );
    // The scenario has one of its own.
    expect(uncertain).toHaveLength(lostAnswers.length + 1);
    expect(evidence.alarms.map(({ code }) => code)).toContain("events-missing");
  });
});

describe("a mail whose answer and whose event are both lost", () => {
  test("may come twice, and is counted", async () => {
    const lost = Array.from({ length: 40 }, (_, index): PlannedMishap => {
      return { boundary: "send mailer.submit", occurrence: 30 + 6 * index, mishap: "event-lost" };
    });
    const { breaks, doubled } = await simulate({ seed: 1, planned: lost });
    expect(breaks).toEqual([]);
    expect(doubled).toBeGreaterThan(0);
  });
});
