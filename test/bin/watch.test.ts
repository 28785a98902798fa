import { describe, expect, test } from "vitest";
import { type Counts, type Happening, type Look, type WatchPorts, watch } from "../../bin/watch.ts";

const everyMs = 120_000;
const minuteMs = 60_000;

/** Watches on a clock that waiting turns, until this much time has passed. */
async function watched(
  minutes: number,
  looks: Readonly<Record<string, () => Look>>,
  publish: () => Counts | { readonly refused: string } = () => ({ added: 0, updated: 0, unchanged: 1 }),
) {
  let now = 0;
  const told: [minute: number, happening: Happening][] = [];
  const lookedAt: number[] = [];
  const ports: WatchPorts = {
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
    isStopped: () => now > minutes * minuteMs,
    look: async (input) => {
      lookedAt.push(now / minuteMs);
      return looks[input]?.() ?? { kind: "refused", refused: "nobody knows it" };
    },
    publish: async () => publish(),
    tell: (happening) => void told.push([now / minuteMs, happening]),
  };
  const sum = await watch(ports, Object.keys(looks), everyMs);
  return { sum, told, lookedAt };
}

const news = (taken = () => {}): Look => ({ kind: "news", news: { title: "t", developments: [], leftOut: 0 }, taken });

describe("watching", () => {
  test("looks again after each pause until it is stopped, and tells nothing where nothing is new", async () => {
    const { sum, told, lookedAt } = await watched(6, { page: () => ({ kind: "unchanged" }) });
    expect(lookedAt).toEqual([0, 2, 4, 6]);
    expect(told).toEqual([]);
    expect(sum).toEqual({ pulls: 4, added: 0, updated: 0, failures: 0 });
  });

  test("tells each change once, and sums them", async () => {
    const counts = [
      { added: 3, updated: 0, unchanged: 0 },
      { added: 0, updated: 0, unchanged: 3 },
      { added: 0, updated: 2, unchanged: 1 },
    ];
    const { sum, told } = await watched(
      4,
      { page: news },
      () => counts.shift() ?? { added: 0, updated: 0, unchanged: 0 },
    );
    expect(told.map(([minute, { kind }]) => [minute, kind])).toEqual([
      [0, "changed"],
      [4, "changed"],
    ]);
    expect(sum).toEqual({ pulls: 3, added: 3, updated: 2, failures: 0 });
  });

  test("waits twice as long after each failure, an hour at most, and tells it once", async () => {
    const refused = "page does not answer.";
    const { told, lookedAt } = await watched(250, { page: () => ({ kind: "refused", refused }) });
    expect(lookedAt).toEqual([0, 2, 6, 14, 30, 62, 122, 182, 242]);
    expect(told).toEqual([[0, { kind: "failed", input: "page", refused, againInMs: everyMs }]]);
  });

  test("goes back to its pace when it can be read again, and says so", async () => {
    const answers: Look[] = [
      { kind: "refused", refused: "no." },
      { kind: "refused", refused: "no." },
    ];
    const { told, lookedAt } = await watched(10, { page: () => answers.shift() ?? { kind: "unchanged" } });
    expect(lookedAt).toEqual([0, 2, 6, 8, 10]);
    expect(told.at(-1)).toEqual([6, { kind: "mended", input: "page" }]);
  });

  test("waits as long as a server asks for", async () => {
    const busy: Look = { kind: "refused", refused: "is busy.", retryAfterMs: 45 * minuteMs };
    expect((await watched(46, { page: () => busy })).lookedAt).toEqual([0, 45]);
  });

  test("keeps what the stack did not take, and brings it again", async () => {
    let taken = 0;
    const answers: (Counts | { refused: string })[] = [{ refused: "The stack failed." }];
    const publish = () => answers.shift() ?? { added: 1, updated: 0, unchanged: 0 };
    const { sum } = await watched(2, { page: () => news(() => void taken++) }, publish);
    expect({ taken, sum }).toEqual({ taken: 1, sum: { pulls: 2, added: 1, updated: 0, failures: 1 } });
  });

  test("lets go of an input that has ended, and stops when all have", async () => {
    const { told, lookedAt } = await watched(60, { page: () => ({ kind: "gone" }) });
    expect(lookedAt).toEqual([0]);
    expect(told).toEqual([[0, { kind: "gone", input: "page" }]]);
  });
});
