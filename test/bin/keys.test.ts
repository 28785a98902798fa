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

const dayMs = 24 * 60 * 60 * 1000;
const key = {
  key: "0a1b2c3d4e5f",
  name: "the CMS",
  can: ["publish"],
  topics: ["harbour-strike"],
  state: "valid",
  createdAt: "2026-11-22T07:00:00.000Z",
  expiresAt: "2027-11-22T07:00:00.000Z",
};

describe("key add", () => {
  test("asks for what was said, and prints the secret alone where results go", async () => {
    answer = () => ({ done: { ...key, secret: "bulletin_0a1b2c3d4e5f_secret" } });
    const words = ["--can", "publish, read", "--topic", "harbour-strike", "bridge", "--name", "the CMS"];
    const { code, stdout, stderr } = await locally("key", "add", ...words, "--expires", "90d");
    expect(stack.asked).toEqual([
      {
        ...{ command: "key.add", name: "the CMS", can: ["publish", "read"] },
        ...{ topics: ["harbour-strike", "bridge"], lastsMs: 90 * dayMs },
      },
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "bulletin_0a1b2c3d4e5f_secret\n" });
    expect(stderr).toContain("The key 0a1b2c3d4e5f holds until 2027-11-22 07:00Z.");
  });

  test("holds for a year unless something else is said, and may hold for good", async () => {
    answer = () => ({ done: { ...key, secret: "s" } });
    await locally("key", "add", "--can", "read", "--all-topics");
    await locally("key", "add", "--can", "read", "--all-topics", "--expires", "never");
    expect(stack.asked).toEqual([
      { command: "key.add", name: "", can: ["read"], lastsMs: 365 * dayMs },
      { command: "key.add", name: "", can: ["read"] },
    ]);
  });

  test("tells where a hook's messages go", async () => {
    answer = () => ({ done: { ...key, can: ["hook"], address: "/api/hooks/0a1b2c3d4e5f", secret: "s" } });
    const { stderr } = await locally("key", "add", "--can", "hook", "--topic", "harbour-strike");
    expect(stderr).toContain("/api/hooks/0a1b2c3d4e5f");
  });

  test.each([
    [["--can", "frob", "--all-topics"], "Say some of read, publish, manage, hook."],
    [["--can", "read"], "say either --topic <slug> or --all-topics"],
    [["--can", "read", "--topic", "a", "--all-topics"], "say either --topic <slug> or --all-topics"],
    [["--can", "read", "--all-topics", "--expires", "soon"], "Say 90d, 12h, 30m or never."],
    [["--can", "read", "--all-topics", "--expires", "999999d"], "Say 90d, 12h, 30m or never."],
    [["--can", "read", "--all-topics", "--name", "a".repeat(101)], "100 is the most"],
    [["--all-topics"], "--can"],
  ])("refuses %j without asking the stack", async (words, why) => {
    const { code, stderr } = await locally("key", "add", ...words);
    expect({ code, asked: stack.asked }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(why);
  });

  test("says the stack's refusal", async () => {
    answer = () => ({ refused: "There is no topic nowhere." });
    const { code, stderr } = await locally("key", "add", "--can", "read", "--topic", "nowhere");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "There is no topic nowhere.\n" });
  });
});

describe("key list", () => {
  test("prints a table, with never for what never was or ends", async () => {
    const { topics: _, expiresAt: __, ...everywhere } = key;
    answer = () => ({ done: { keys: [key, { ...everywhere, usedAt: "2026-11-22T08:00:00.000Z" }] } });
    const { stdout } = await locally("key", "list");
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(rows).toEqual([
      ["KEY", "STATE", "CAN", "TOPICS", "EXPIRES", "USED", "NAME"],
      [key.key, "valid", "publish", "harbour-strike", "2027-11-22 07:00Z", "never", "the CMS"],
      [key.key, "valid", "publish", "every topic", "never", "2026-11-22 08:00Z", "the CMS"],
    ]);
  });

  test("says that there is none, and prints a line of JSON for each that there is", async () => {
    answer = () => ({ done: { keys: [] } });
    expect((await locally("key", "list")).stderr).toBe("There is no key.\n");
    answer = () => ({ done: { keys: [key, key] } });
    expect((await locally("key", "list", "--json")).results()).toEqual([key, key]);
  });
});

describe("key revoke", () => {
  test("names the key, and tells when it stops", async () => {
    answer = () => ({ done: { ...key, state: "revoked" } });
    const { stdout } = await locally("key", "revoke", key.key);
    expect(stack.asked).toEqual([{ command: "key.revoke", key: key.key }]);
    expect(stdout).toBe("The key 0a1b2c3d4e5f is revoked. It stops within a minute.\n");
  });
});
