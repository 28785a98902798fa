import { describe, expect, test } from "vitest";
import { lanesRate } from "#core/lane-speed.ts";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { virtualClock } from "../../bench/virtual-clock.ts";
import { books, run, stackWithRun, topic } from "./planned-run.ts";

const readers = 400;

describe("a sender of slices", () => {
  test.each([
    [200, 2],
    [200, 4],
    [14, 2],
  ])("at %d a second reaches its part of %d, though SES takes 30 to 100 ms to answer", async (rate, lanes) => {
    const stack = await stackWithRun(readers);
    const clock = virtualClock(stack.now());
    await stack.ports.account.setRate(rate, clock.now());
    const times: number[] = [];
    const { append } = stack.ports.subscribers;
    const subscribers = {
      ...stack.ports.subscribers,
      append: async (...given: Parameters<typeof append>) => {
        await clock.sleep(5);
        return append(...given);
      },
    };
    const submit: typeof stack.ports.mailer.submit = async (mail) => {
      times.push(clock.now());
      await clock.sleep(30 + ((times.length * 37) % 71));
      return stack.ports.mailer.submit(mail);
    };
    const ports = { ...stack.ports, clock, subscribers, mailer: { submit } };
    const [slice] = stack.waiting.slices;
    if (slice === undefined) throw new Error("nothing was planned");
    const sent = sendSlice(ports, slice.key, clock.now() + 5 * 60_000, laneMemory(ports, lanes));
    expect(await clock.run(sent)).toMatchObject({ kind: "done" });
    // The first goes alone: whether SES takes mail at all is not known before its answer.
    const [, second = 0] = times;
    const perSecond = (times.length - 2) / (((times.at(-1) ?? 0) - second) / 1000);
    expect(perSecond / (lanesRate(rate) / lanes)).toBeGreaterThanOrEqual(0.96);
    // In so few seconds the 20 ms by which a mail may be late and still be in time are 2 %.
    expect(perSecond).toBeLessThanOrEqual((lanesRate(rate) / lanes) * 1.025);
  });

  test.each([
    ["an alert", "instant", `alert.${topic}.1-1`, 30, 8],
    ["a digest", "daily", run, 60, 16],
  ])(
    "mails new words of %s soon, however long a mail has waited for its moment",
    async (_, cadence, id, count, atMost) => {
      const stack = await stackWithRun(count, cadence);
      const clock = virtualClock(stack.now());
      await stack.ports.account.setRate(2, clock.now());
      const ports = { ...stack.ports, clock };
      const [slice] = stack.waiting.slices;
      if (slice === undefined) throw new Error("nothing was planned");
      const sent = sendSlice(ports, slice.key, clock.now() + 5 * 60_000, laneMemory(ports, 2));
      const corrected = (async () => {
        await clock.sleep(5000);
        await stack.correct(topic, 1, { headline: "News 99" });
      })();
      await clock.run(Promise.all([sent, corrected]));
      const at = clock.now();
      expect(at - stack.now()).toBeGreaterThan(5000);
      const sources = stack.ses.taken.map(({ source }) => Buffer.from(source).toString("latin1").includes("News 99"));
      const first = sources.indexOf(true);
      expect(first).toBeGreaterThan(0);
      expect(sources.slice(first).every(Boolean)).toBe(true);
      expect(first).toBeLessThanOrEqual(atMost);
      expect((await books(stack, id)).submitted).toBe(sources.length);
    },
  );
});
