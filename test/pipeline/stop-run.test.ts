import { describe, expect, test } from "vitest";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { virtualClock } from "../../bench/virtual-clock.ts";
import { books, mailCounts, outcomes, run, stackWithRun } from "./planned-run.ts";

const hourMs = 60 * 60 * 1000;

/** Lets all waiting slices be sent at once, on a clock of their own. */
async function sendAll(stack: MemoryStack, meanwhile?: (clock: ReturnType<typeof virtualClock>) => Promise<void>) {
  const clock = virtualClock(stack.now());
  const ports = { ...stack.ports, clock };
  const keys = stack.waiting.slices.splice(0).map(({ key }) => key);
  const sends = keys.map((key) => sendSlice(ports, key, clock.now() + 5 * 60_000, laneMemory(ports, 2)));
  const outcomes = await clock.run(Promise.all([Promise.all(sends), meanwhile?.(clock)]));
  stack.pass(clock.now() - stack.now());
  return outcomes[0];
}

describe("a stopped run", () => {
  test("submits nothing later than 2 s after the stop, and loses and doubles nothing", async () => {
    const stack = await stackWithRun(120);
    await stack.ports.account.setRate(4, stack.now());
    const times: number[] = [];
    const { submit } = stack.ports.mailer;
    let stoppedAt = Number.POSITIVE_INFINITY;
    let now = () => stack.now();
    stack.ports.mailer.submit = async (mail) => {
      times.push(now());
      return submit(mail);
    };
    const sent = await sendAll(stack, async (clock) => {
      now = clock.now;
      await clock.sleep(5000);
      await stack.stopRun(run);
      stoppedAt = clock.now();
    });
    expect(sent.map(({ kind }) => kind)).toEqual(sent.map(() => "waiting"));
    expect(times.filter((at) => at > stoppedAt + 2000)).toEqual([]);
    expect(times.length).toBeGreaterThan(10);
    expect(stack.waiting.slices).toEqual([]);

    expect(await stack.resumeRun(run)).toMatchObject({ kind: "resumed", nudged: sent.length });
    await stack.drain();
    expect(mailCounts(stack, 120)).toEqual(Array(120).fill(1));
    expect(await books(stack)).toMatchObject({ submitted: 120, waiting: 0 });
  });

  test("holds what was claimed when it was stopped, which goes as the next attempt", async () => {
    const stack = await stackWithRun(1);
    const { append } = stack.ports.subscribers;
    stack.ports.subscribers.append = async (...given) => {
      stack.ports.subscribers.append = append;
      await stack.stopRun(run);
      stack.pass(1000);
      return append(...given);
    };
    await stack.drain();
    expect(stack.ses.taken).toHaveLength(0);
    expect(await outcomes(stack)).toEqual([{ index: 0, attempt: 1, state: "held" }]);
    await stack.resumeRun(run);
    await stack.drain();
    expect(stack.ses.taken.map(({ tags }) => tags["attempt"])).toEqual(["2"]);
  });

  test("waits though time passes, while other runs are sent", async () => {
    const stack = await stackWithRun(3);
    await stack.stopRun(run);
    await stack.follow("weekly@reader.example", "harbour-strike", { cadence: "hourly" });
    await stack.publish("harbour-strike", ["News 2"], "routine");
    const before = stack.mailsTo("weekly@reader.example").length;
    await stack.turnTo("2026-11-21T10:00:00Z");
    expect(mailCounts(stack, 3)).toEqual([0, 0, 0]);
    expect(stack.mailsTo("weekly@reader.example")).toHaveLength(before + 1);
    expect(await books(stack)).toMatchObject({ waiting: 3 });
  });

  test("is refused as stale when its time is over, and its stop is forgotten once it is closed", async () => {
    const stack = await stackWithRun(3);
    await stack.stopRun(run);
    await stack.turnTo(stack.now() + 13 * hourMs);
    expect(stack.ports.ledger.booksOf(run)).toMatchObject({ refused: { stale: 3 } });
    expect((await stack.ports.account.state()).stopped).toEqual(new Set());
    expect(await stack.stopRun(run)).toEqual({ kind: "closed" });
  });

  test("is none that has closed within a minute of its time", async () => {
    const stack = await stackWithRun(1);
    await stack.drain();
    await stack.recover();
    expect(await stack.stopRun(run)).toEqual({ kind: "closed" });
    expect((await stack.ports.account.state()).stopped).toEqual(new Set());
  });

  test("is none that does not exist", async () => {
    const stack = await stackWithRun(1);
    expect(await stack.stopRun("daily.unknown")).toEqual({ kind: "no-such-run" });
    expect(await stack.resumeRun("daily.unknown")).toEqual({ kind: "no-such-run" });
  });
});

describe("resuming a run", () => {
  test("takes up a slice that was laid aside", async () => {
    const stack = await stackWithRun(8);
    const [laidAside] = stack.waiting.slices.splice(0, 1);
    await stack.drain();
    expect(await stack.resumeRun(run)).toEqual({ kind: "resumed", nudged: 1 });
    expect(stack.waiting.slices.map(({ key }) => key.first)).toEqual([laidAside?.key.first]);
  });

  test("tells of a hold that keeps it waiting", async () => {
    const stack = await stackWithRun(1);
    await stack.ports.account.hold({ reason: "quota", since: stack.now() });
    expect(await stack.resumeRun(run)).toMatchObject({ kind: "resumed", hold: { reason: "quota" } });
  });

  test("of all runs starts each that was stopped", async () => {
    const stack = await stackWithRun(2);
    await stack.stopRun(run);
    await stack.drain();
    expect(mailCounts(stack, 2)).toEqual([0, 0]);
    expect(await stack.resumeAll()).toMatchObject({ runs: [run] });
    await stack.drain();
    expect(mailCounts(stack, 2)).toEqual([1, 1]);
  });
});

describe("keeping the account", () => {
  test("notes the rate while a run is open, and asks nothing while none is", async () => {
    const stack = await stackWithRun(1);
    stack.quota.rate = 14;
    await stack.keepAccount();
    expect(await stack.ports.account.state()).toMatchObject({ rate: 14, ratedAt: stack.now() });
    await stack.drain();
    await stack.recover();
    stack.quota.rate = 200;
    await stack.keepAccount();
    expect(await stack.ports.account.state()).toMatchObject({ rate: 14 });
  });

  test("gives the rate back to digests once an alert is sent, and not before", async () => {
    const stack = await stackWithRun(4, "instant");
    const [alert] = stack.ports.ledger.runs();
    await stack.ports.account.openAlert(alert?.id ?? "");
    await stack.keepAccount();
    expect((await stack.ports.account.state()).openAlerts).toEqual(new Set([alert?.id]));
    await stack.drain();
    await stack.keepAccount();
    expect((await stack.ports.account.state()).openAlerts).toEqual(new Set());
  });

  test("forgets an alert that there never was", async () => {
    const stack = await stackWithRun(1);
    await stack.ports.account.openAlert("alert.unknown.1-1");
    await stack.keepAccount();
    expect((await stack.ports.account.state()).openAlerts).toEqual(new Set());
  });
});
