import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SubmitAnswer } from "#core/delivery.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { books, mailCounts, outcomes, reader, stackWithRun, topic } from "./planned-run.ts";

const readers = 6;

/** Lets every call of the subscribers' logs and of the mailer take some turns longer, in the order of `turns`. */
function delay({ ports }: MemoryStack, turns: readonly number[]): void {
  let place = 0;
  const wait = async (): Promise<void> => {
    const count = turns[place++ % turns.length] ?? 0;
    for (let turn = 0; turn < count; turn++) await Promise.resolve();
  };
  const { now, append, newest } = ports.subscribers;
  const { submit } = ports.mailer;
  Object.assign(ports.subscribers, {
    now: async (id: string) => {
      await wait();
      return now(id);
    },
    append: async (...given: Parameters<typeof append>) => {
      await wait();
      return append(...given);
    },
    newest: async (...given: Parameters<typeof newest>) => {
      await wait();
      return newest(...given);
    },
  });
  ports.mailer.submit = async (mail) => {
    await wait();
    return submit(mail);
  };
}

const anyTurns = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 40 });

const anyAnswers = fc.array(
  fc.constantFrom<SubmitAnswer>({ kind: "taken" }, { kind: "throttled" }, { kind: "unreached" }),
  { maxLength: 10 },
);

const anyLateness = fc.integer({ min: 0, max: 200 });

describe("two lanes at once on one slice", () => {
  test("mail each subscriber once", async () => {
    const stack = await stackWithRun(readers);
    await Promise.all(stack.waiting.slices.flatMap(({ key }) => [stack.send(key), stack.send(key)]));
    expect(mailCounts(stack, readers)).toEqual(Array(readers).fill(1));
    expect(await books(stack)).toMatchObject({ submitted: readers, waiting: 0 });
  });

  test.each(["daily", "hourly", "instant"])(
    "mail each subscriber of a %s run once, whoever is faster where",
    async (cadence) => {
      const once = fc.asyncProperty(
        anyTurns,
        anyAnswers,
        anyLateness,
        anyLateness,
        async (turns, answers, late, later) => {
          const stack = await stackWithRun(readers, cadence);
          const [run] = stack.ports.ledger.runs();
          delay(stack, turns);
          stack.ses.answers.push(...answers);
          const whenPast = async (turn: number, work: () => Promise<unknown>): Promise<void> => {
            for (let past = 0; past < turn; past++) await Promise.resolve();
            await work();
          };
          const lanes = stack.waiting.slices
            .splice(0)
            .flatMap(({ key }) => [stack.send(key), whenPast(late, () => stack.send(key))]);
          // News that one lane may see and the other not: they must not make a second mail of the run.
          const news = whenPast(later, async () => {
            await stack.publish(topic, ["News 2"], "routine");
            stack.pass(1100);
          });
          await news;
          await Promise.all(lanes);
          expect(mailCounts(stack, readers)).toEqual(Array(readers).fill(1));
          expect((await outcomes(stack, run?.id)).map(({ state }) => state)).toEqual(Array(readers).fill("submitted"));
        },
      );
      await fc.assert(once, { numRuns: 60 });
    },
  );

  test("keep a delivery that one of them has claimed and stopped at uncertain, and do not refuse it", async () => {
    const stack = await stackWithRun(1);
    const [slice] = stack.waiting.slices.splice(0);
    if (slice === undefined) throw new Error("nothing was planned");
    const token = await stack.token(reader(1), { purpose: "preferences" });
    // The second lane claims and dies before SES is called, between the first one's read and its append; and before the
    // first one reads again, the reader changes something.
    const { append } = stack.ports.subscribers;
    let rival: Promise<unknown> | undefined;
    stack.ports.subscribers.append = async (...given) => {
      if (rival === undefined) {
        stack.ses.answers.push("crash-before");
        rival = stack.send(slice.key).catch(() => "died");
        await rival;
        await stack.changePreferences(token, { action: "save", weekday: "3" });
      }
      return append(...given);
    };
    await stack.send(slice.key);
    expect(await rival).toBe("died");
    expect(stack.ses.taken).toEqual([]);
    expect(await books(stack)).toMatchObject({ uncertain: 1, waiting: 0, refused: {} });
  });

  test("do not lose a mail that one of them found claimed and the other was told to hold", async () => {
    const stack = await stackWithRun(1);
    const [slice] = stack.waiting.slices.splice(0);
    if (slice === undefined) throw new Error("nothing was planned");
    const { submit } = stack.ports.mailer;
    stack.ports.mailer.submit = async () => {
      stack.ports.mailer.submit = submit;
      await stack.send(slice.key);
      expect(await books(stack)).toMatchObject({ uncertain: 1 });
      return { kind: "quota" };
    };
    expect(await stack.send(slice.key)).toMatchObject({ kind: "waiting" });
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(mailCounts(stack, 1)).toEqual([1]);
  });
});
