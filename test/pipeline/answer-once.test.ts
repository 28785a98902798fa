import { describe, expect, test } from "vitest";
import { answerOnce } from "#pipeline/answer-once.ts";
import { memoryGivenAnswers } from "#test/support/memory/given-answers.ts";

const request = { owner: "0a1b2c3d4e5f", name: "order 66", asked: "a hash" };
const done = { status: 201, headers: {}, body: "done" };

function newWorld() {
  let now = Date.UTC(2026, 2, 2, 12);
  let acts = 0;
  const ports = { givenAnswers: memoryGivenAnswers(), clock: { now: () => now, sleep: async () => {} } };
  return {
    ports,
    acts: () => acts,
    pass: (ms: number) => {
      now += ms;
    },
    ask: (act: () => Promise<typeof done> = async () => done) =>
      answerOnce(ports, request, async () => {
        acts += 1;
        return act();
      }),
  };
}

describe("answering once", () => {
  test("acts once, and gives the same answer for a day", async () => {
    const { ask, acts, pass } = newWorld();
    expect(await ask()).toEqual({ kind: "answered", answer: done, isRepeated: false });
    pass(24 * 60 * 60 * 1000 - 1);
    expect(await ask()).toEqual({ kind: "answered", answer: done, isRepeated: true });
    expect(acts()).toBe(1);
    pass(1);
    expect(await ask()).toMatchObject({ isRepeated: false });
  });

  test("acts again after a refusal, and after a failure, which it passes on", async () => {
    const { ask, acts } = newWorld();
    await ask(async () => ({ ...done, status: 404 }));
    await expect(ask(() => Promise.reject(new Error("the world failed")))).rejects.toThrow("the world failed");
    expect(await ask()).toMatchObject({ kind: "answered", answer: done });
    expect(acts()).toBe(3);
  });

  test("is under way until 30 s have passed without an answer, and then begins anew", async () => {
    const { ask, acts, pass } = newWorld();
    const lost = ask(() => new Promise(() => {}));
    expect(await ask()).toEqual({ kind: "under-way" });
    pass(30_000);
    expect(await ask()).toEqual({ kind: "under-way" });
    pass(1);
    expect(await ask()).toMatchObject({ kind: "answered", isRepeated: false });
    expect(acts()).toBe(2);
    expect(lost).toBeInstanceOf(Promise);
  });

  test("keeps the answer of whoever took over when the first one comes after all", async () => {
    const { ask, pass } = newWorld();
    const first = Promise.withResolvers<typeof done>();
    const slow = ask(() => first.promise);
    pass(30_001);
    await ask(async () => ({ ...done, body: "taken over" }));
    first.resolve({ ...done, body: "late" });
    expect(await slow).toMatchObject({ answer: { body: "late" } });
    expect(await ask()).toMatchObject({ answer: { body: "taken over" }, isRepeated: true });
  });

  test("refuses another request under the same name", async () => {
    const { ask, ports } = newWorld();
    await ask();
    const other = await answerOnce(ports, { ...request, asked: "another hash" }, async () => done);
    expect(other).toEqual({ kind: "other-request" });
  });
});
