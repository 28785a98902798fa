import { describe, expect, test } from "vitest";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { books, mailCounts, news, outcomes, redeliverSlices, stackWithRun, topic } from "./planned-run.ts";

const readers = 5;

/** The sum of the mails of all readers, and nobody with more than one. */
function mailedOnce(stack: MemoryStack, because: string): number {
  const counts = mailCounts(stack, readers);
  expect(Math.max(...counts), because).toBeLessThanOrEqual(1);
  return counts.reduce((sum, count) => sum + count, 0);
}

describe("a sender that stops at one mail", () => {
  test.each(["crash-before", "crash-after"] as const)(
    "(%s) leaves that one uncertain, and the others get theirs",
    async (answer) => {
      for (let place = 0; place < readers; place++) {
        const stack = await stackWithRun(readers);
        const keys = [...stack.waiting.slices];
        stack.ses.answers.push(...Array(place).fill({ kind: "taken" }), answer);
        await stack.drain();
        redeliverSlices(stack, keys);
        await stack.drain();
        expect(await books(stack)).toMatchObject({ submitted: readers - 1, uncertain: 1, waiting: 0 });
        expect(mailedOnce(stack, `at mail ${place}`)).toBe(answer === "crash-after" ? readers : readers - 1);
      }
    },
  );
});

describe("a sender that stops at any call", () => {
  const cadences = ["daily", "hourly", "instant"] as const;

  test.each(cadences.flatMap((cadence) => (["before", "after"] as const).map((moment) => [cadence, moment] as const)))(
    "of a %s run, %s it is done, mails nobody twice and nobody never",
    async (cadence, moment) => {
      let deaths = 0;
      for (let call = 1; call < 400; call++) {
        const stack = await stackWithRun(readers, cadence);
        const [run] = stack.ports.ledger.runs();
        const keys = [...stack.waiting.slices];
        stack.process.dieAt(call, moment);
        await stack.drain();
        const isDead = stack.process.isDead();
        stack.process.revive();
        redeliverSlices(stack, keys);
        await stack.drain();
        redeliverSlices(stack, keys);
        await stack.drain();
        const because = `${moment} call ${call}`;
        const { submitted, uncertain, waiting } = await books(stack, run?.id);
        expect({ waiting, settled: submitted + uncertain }, because).toEqual({ waiting: 0, settled: readers });
        const mailed = mailedOnce(stack, because);
        expect(mailed, because).toBeGreaterThanOrEqual(submitted);
        expect(mailed, because).toBeLessThanOrEqual(submitted + uncertain);
        if (!isDead) break;
        deaths += 1;
      }
      expect(deaths).toBeGreaterThan(30);
    },
  );

  test.each(["before", "after"] as const)("%s it is done, owes what SES refused or held, each once", async (moment) => {
    for (let call = 1; call < 400; call++) {
      const stack = await stackWithRun(readers);
      stack.ses.answers.push(
        { kind: "throttled" },
        { kind: "refused", reason: "address-refused" },
        { kind: "unreached" },
        { kind: "refused", reason: "message-refused" },
      );
      stack.process.dieAt(call, moment);
      await stack.drain();
      const isDead = stack.process.isDead();
      stack.process.revive();
      stack.pass(6 * 60_000);
      await stack.publish(topic, ["News 2"], "routine");
      await stack.turnTo("2026-11-24T12:00:00Z", 3 * 60 * 60_000);
      const because = `${moment} call ${call}`;
      const uncertain = (await outcomes(stack)).filter(({ state }) => state === "uncertain").length;
      let missing = 0;
      for (let number = 1; number <= readers; number++) {
        const all = (await news(stack, number)).flatMap((texts) => texts.split(", ")).sort();
        expect(new Set(all).size, because).toBe(all.length);
        expect(all, because).toContain("News 2");
        if (!all.includes("News 1")) missing += 1;
      }
      expect(missing, because).toBeLessThanOrEqual(uncertain);
      if (!isDead) return;
    }
  });
});
