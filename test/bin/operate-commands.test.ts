import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";
import { type Asked, gateway } from "./gateway.ts";

let answer: (asked: Asked) => object;
const stack = await gateway((asked) => answer(asked));

beforeEach(() => {
  stack.asked.length = 0;
  answer = () => ({ refused: "Nobody told the function what to answer." });
});

afterAll(() => stack.close());

/** Runs the command line against the stack on this machine. */
const locally = (...words: readonly string[]) => bulletin([...words, "--local"], stack.local);

const books = {
  audience: 12_345,
  submitted: 12_000,
  refused: { left: 40, "nothing-new": 300 },
  uncertain: 5,
  waiting: 0,
};
const run = {
  run: "daily.2026-11-21.0700.Europe-London",
  kind: "digest",
  state: "open",
  dueAt: "2026-11-21T07:00:00.000Z",
  staleAt: "2026-11-21T19:00:00.000Z",
  isPlanned: true,
  books,
};
const alert = {
  ...run,
  run: "alert.harbour.1-2",
  state: "stopped",
  dueAt: "2026-11-20T12:34:56.789Z",
  isPlanned: false,
};

describe("run list", () => {
  test("prints a table whose columns stand under each other", async () => {
    answer = () => ({ done: { runs: [run, alert], isCut: false } });
    const { code, stdout, stderr } = await locally("run", "list");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const cells = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(cells).toEqual([
      ["DUE", "RUN", "STATE", "AUDIENCE", "SUBMITTED", "REFUSED", "UNCERTAIN", "WAITING"],
      ["2026-11-21 07:00Z", run.run, "open", "12,345", "12,000", "340", "5", "0"],
      ["2026-11-20 12:34:56Z", alert.run, "stopped, being planned", "12,345", "12,000", "340", "5", "0"],
    ]);
    expect(
      new Set(
        stdout
          .trimEnd()
          .split("\n")
          .map((line) => line.length),
      ).size,
    ).toBe(1);
  });

  test("prints a line of JSON for each run, just as the stack told it", async () => {
    answer = () => ({ done: { runs: [run, alert], isCut: true } });
    const { code, results, stderr } = await locally("run", "list", "--json");
    expect(code).toBe(0);
    expect(results()).toEqual([run, alert]);
    expect(stderr).toBe("Older runs were left out: ask for a shorter time with --since.\n");
  });

  test.each([
    [["--since", "7d"], { sinceAgoMs: 604_800_000 }],
    [["--since", "90m", "--open"], { sinceAgoMs: 5_400_000, open: true }],
    [["--since", "2026-11-20"], { since: Date.parse("2026-11-20T00:00:00Z") }],
    [["--since", "2026-11-20T07:00+01:00"], { since: Date.parse("2026-11-20T06:00:00Z") }],
    [[], {}],
  ])("%j asks for %j", async (words, asked) => {
    answer = () => ({ done: { runs: [], isCut: false } });
    const { code, stdout, stderr } = await locally("run", "list", ...words);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "There are no such runs.\n" });
    expect(stack.asked).toEqual([{ command: "run.list", ...asked }]);
  });
});

describe("run list, with the account on hold", () => {
  test("says so beside the list", async () => {
    const hold = { reason: "quota", since: run.dueAt };
    answer = () => ({ done: { runs: [run], isCut: false, hold } });
    const { code, stderr } = await locally("run", "list", "--open");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "Nothing is sent just now: the account is held (quota).\n",
    });
  });
});

describe("run show", () => {
  test("is refused with --who and --uncertain together", async () => {
    const { code, stderr } = await locally("run", "show", run.run, "--who", "--uncertain");
    expect({ code, stderr, asked: stack.asked }).toEqual({
      code: 2,
      stderr: "error: with --who say --state uncertain\n",
      asked: [],
    });
  });

  test("prints the books with the reasons, and each uncertain delivery by its id", async () => {
    const uncertainDeliveries = [{ delivery: "daily.1", attempt: 2, uncertainSince: "2026-11-21T07:02:00.000Z" }];
    const hold = { reason: "account", code: "AccountSendingPaused", since: run.dueAt };
    answer = () => ({ done: { ...run, doubled: 1, hold, uncertainDeliveries, doubledDeliveries: [] } });
    const { code, stdout } = await locally("run", "show", run.run, "--uncertain");
    expect(code).toBe(0);
    expect(stack.asked).toEqual([{ command: "run.show", run: run.run, uncertain: true }]);
    expect(stdout).toBe(
      [
        "daily.2026-11-21.0700.Europe-London: open, held: account AccountSendingPaused",
        "due 2026-11-21 07:00Z, stale 2026-11-21 19:00Z",
        "",
        "               DELIVERIES",
        "audience           12,345",
        "submitted          12,000",
        "refused               340",
        "  nothing-new         300",
        "  left                 40",
        "uncertain               5",
        "waiting                 0",
        "doubled                 1",
        "",
        "UNCERTAIN  ATTEMPT  SINCE",
        "daily.1          2  2026-11-21 07:02Z",
        "",
      ].join("\n"),
    );
  });

  test("names everybody, page by page", async () => {
    const one = { delivery: "daily.0", subscriber: "reader-000000001", state: "submitted", attempt: 1 };
    const other = { ...one, delivery: "daily.1", state: "refused", reason: "left", attempt: 0 };
    const next = { shard: 3, first: "----------------" };
    answer = ({ after }) => ({ done: after === undefined ? { deliveries: [one], next } : { deliveries: [other] } });
    const { code, stdout } = await locally("run", "show", run.run, "--who");
    expect(code).toBe(0);
    expect(stack.asked).toEqual([
      { command: "run.who", run: run.run },
      { command: "run.who", run: run.run, after: next },
    ]);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["SUBSCRIBER", "STATE", "REASON", "DELIVERY"],
      ["reader-000000001", "submitted", "daily.0"],
      ["reader-000000001", "refused", "left", "daily.1"],
    ]);
    expect((await locally("run", "show", run.run, "--who", "--json")).results()).toEqual([one, other]);
  });

  test("names only those that stand so, and says where there are none", async () => {
    answer = () => ({ done: { deliveries: [] } });
    const { stdout, stderr } = await locally("run", "show", run.run, "--who", "--state", "uncertain");
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "Nobody is uncertain.\n" });
    expect(stack.asked).toEqual([{ command: "run.who", run: run.run, state: "uncertain" }]);
  });

  test.each([[["--state", "refused"]], [["--who", "--state", "held"]]])("refuses %j", async (words) => {
    const { code, stderr } = await locally("run", "show", run.run, ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
    expect(stack.asked).toEqual([]);
  });

  test("says the stack's refusal, with JSON and without", async () => {
    answer = () => ({ refused: "There is no run nope." });
    const { code, stdout, stderr } = await locally("run", "show", "nope");
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "There is no run nope.\n" });
    expect((await locally("run", "show", "nope", "--json")).results()).toEqual([{ refused: "There is no run nope." }]);
  });
});

describe("run stop and run resume", () => {
  const hold = { reason: "account", code: "AccountSendingPaused", since: run.dueAt };

  test.each([
    [["stop", "r1"], { command: "run.stop", run: "r1" }, { run: "r1", state: "stopped" }, /^r1 is stopped: /],
    [
      ["resume", "r1"],
      { command: "run.resume", run: "r1" },
      { run: "r1", nudged: 3, hold },
      /^r1 goes on: 3 .*held: account AccountSendingPaused\.$/m,
    ],
    [
      ["resume", "--all"],
      { command: "run.resume-all" },
      { runs: ["r1", "r2"], nudged: 5, released: hold },
      /^The account is held no more .*: 2, with 5 parts and slices\.$/m,
    ],
  ])("%j asks for %j and tells what came of it", async (words, asked, done, told) => {
    answer = () => ({ done });
    const { code, stdout } = await locally("run", ...words);
    expect(code).toBe(0);
    expect(stdout).toMatch(told);
    expect(stack.asked).toEqual([asked]);
    expect((await locally("run", ...words, "--json")).results()).toEqual([done]);
  });
});

describe("subscriber show", () => {
  const view = {
    subscriber: "reader-000000001",
    createdAt: "2026-11-20T12:00:00.000Z",
    locale: "en",
    schedule: { zone: "Europe/London", hour: "07:00", weekday: 1 },
    pausedUntil: "2026-12-27",
    alerting: { quiet: { from: "22:00", to: "07:00" }, breakingPasses: true, perDay: 5, bigNewsOnly: true },
    subscriptions: [
      { topic: "harbour", cadence: "daily", start: 0, mark: 7, brought: [], owed: [3], tail: 9, waiting: [3, 8, 9] },
    ],
    deliveries: [
      { run: "daily.2", dueAt: "2026-11-22T07:00:00.000Z", state: "refused", reason: "nothing-new" },
      { run: "daily.1", dueAt: run.dueAt, state: "submitted", attempt: 1, numbers: { harbour: [5, 6, 7] } },
    ],
    log: [
      {
        number: 2,
        at: run.dueAt,
        event: { kind: "mailed", run: "daily.1", attempt: 1, numbers: { harbour: [5, 6, 7] } },
      },
      {
        number: 1,
        at: "2026-11-20T12:00:00.000Z",
        event: {
          kind: "signed-up",
          request: { topic: "harbour", cadence: "daily", zone: "Europe/London", locale: "en" },
        },
      },
    ],
  };

  test("prints what they follow, what they were mailed, and why they were not", async () => {
    answer = () => ({ done: view });
    const { code, stdout } = await locally("subscriber", "show", "rosa@reader.example");
    expect(code).toBe(0);
    expect(stack.asked).toEqual([{ command: "subscriber.show", address: "rosa@reader.example" }]);
    expect(stdout.replace(/ {2,}/g, " | ").trimEnd().split("\n")).toEqual([
      "rosa@reader.example: active",
      "subscriber reader-000000001 since 2026-11-20 12:00Z, locale en",
      "mailed at 07:00 in Europe/London, weekly ones on Monday",
      "paused until 2026-12-27",
      "alerts: at most 5 a day, big news only, none from 22:00 to 07:00 but for breaking ones",
      "",
      "FOLLOWS | CADENCE | SERVED UP TO | OWED | WAITING",
      "harbour | daily | 7 | 3 | 3, 8–9",
      "",
      "RUN | DUE | STATE | WHY | ATTEMPT | BROUGHT",
      "daily.2 | 2026-11-22 07:00Z | refused | nothing-new",
      "daily.1 | 2026-11-21 07:00Z | submitted | 1 | harbour 5–7",
      "",
      "LOG | AT | WHAT",
      " | 2 | 2026-11-21 07:00Z | mailed daily.1 (attempt 1) harbour 5–7",
      " | 1 | 2026-11-20 12:00Z | signed-up harbour daily Europe/London en",
    ]);
  });

  test("prints one line of JSON, just as the stack told it", async () => {
    answer = () => ({ done: view });
    expect((await locally("subscriber", "show", "rosa@reader.example", "--json")).results()).toEqual([view]);
  });

  test("says that an address is nobody's and suppressed", async () => {
    answer = () => ({ done: { suppressed: "erasure" } });
    const { stdout } = await locally("subscriber", "show", "gone@reader.example");
    expect(stdout).toBe("gone@reader.example is nobody's, and suppressed: erasure.\n");
  });

  test("tells what somebody had agreed to who is forgotten", async () => {
    const log = [
      { at: "2026-03-10T08:00:00.000Z", event: { kind: "confirmed", topic: "harbour", signUp: 1 } },
      { at: "2026-03-11T08:00:00.000Z", event: { kind: "left", topics: ["harbour"] } },
    ];
    answer = () => ({ done: { had: [{ subscriber: "aaaa", log }] } });
    const { stdout } = await locally("subscriber", "show", "gone@reader.example");
    expect(stdout.split("\n").map((line) => line.trimEnd())).toEqual([
      "gone@reader.example is nobody's.",
      "",
      "FORGOTTEN  AT                 WHAT",
      "aaaa       2026-03-10 08:00Z  confirmed harbour 1",
      "aaaa       2026-03-11 08:00Z  left harbour",
      "",
    ]);
  });
});

describe("suppression", () => {
  const suppression = { hash: "qED_C21gx1KhAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", reason: "bounce", at: run.dueAt };

  test("list prints the beginning of each hash, the reason and the date", async () => {
    answer = () => ({ done: { suppressions: [suppression], isCut: false } });
    const { code, stdout } = await locally("suppression", "list", "--before", "2026-11-22");
    expect(code).toBe(0);
    expect(stdout).toBe("SINCE              REASON  HASH\n2026-11-21 07:00Z  bounce  qED_C21gx1Kh\n");
    expect(stack.asked).toEqual([{ command: "suppression.list", before: Date.parse("2026-11-22T00:00:00Z") }]);
  });

  test("list prints a line of JSON for each, the whole hash in it", async () => {
    answer = () => ({ done: { suppressions: [suppression, suppression], isCut: true } });
    const { results, stderr } = await locally("suppression", "list", "--json");
    expect(results()).toEqual([suppression, suppression]);
    expect(stderr).toContain("--before 2026-11-21T07:00:00.000Z");
  });

  test("lift changes nothing where nobody can be asked", async () => {
    const { code, stdout, stderr } = await locally("suppression", "lift", "rosa@reader.example");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe("Nothing was lifted: say --yes, or answer yes when you are asked.\n");
    expect(stack.asked).toEqual([]);
  });

  test("lift is done with --yes", async () => {
    answer = () => ({ done: { lifted: "complaint" } });
    const { code, stdout } = await locally("suppression", "lift", "rosa@reader.example", "--yes");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "It was suppressed (complaint), and may sign up again now.\n",
    });
    expect(stack.asked).toEqual([{ command: "suppression.lift", address: "rosa@reader.example" }]);
  });
});
