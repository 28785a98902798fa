import { describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";

describe("the command line's help", () => {
  test("names every command and goes to stdout", async () => {
    const { code, stdout, stderr } = await bulletin(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of ["topic", "pull", "publish", "correct", "withdraw", "run", "subscriber", "suppression"])
      expect(stdout).toContain(`\n  ${command} `);
  });
});

describe("wrong usage", () => {
  test.each([
    [[]],
    [["frob"]],
    [["topic"]],
    [["topic", "add", "harbour"]],
    [["pull"]],
    [["pull", "examples/harbour-strike.html"]],
    [["pull", "x", "--frob"]],
    [["pull", "x", "--topic", "t", "--importance", "huge"]],
    [["publish", "t"]],
    [["publish", "t", "--headline", " "]],
    [["publish", "t", "--headline", "x".repeat(301)]],
    [["publish", "t", "--headline", "x", "--url", "javascript:alert(1)"]],
    [["publish", "t", "--headline", "x", "--published-at", "2026-11-23T09:40"]],
    [["correct", "t", "0", "--headline", "x", "--note", "y"]],
    [["correct", "t", "1", "--headline", "x"]],
    [["withdraw", "t", "one"]],
    [["run"]],
    [["run", "list", "--since", "yesterday"]],
    [["run", "list", "--since", "0d"]],
    [["run", "list", "--since", "2026-11-20T07:00"]],
    [["run", "show"]],
    [["run", "stop"]],
    [["run", "resume"]],
    [["run", "resume", "daily", "--all"]],
    [["subscriber", "show"]],
    [["suppression", "list", "--before", "7d"]],
    [["suppression", "lift"]],
  ])("%j ends in exit code 2, with words on stderr alone", async (words) => {
    const { code, stdout, stderr } = await bulletin(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).not.toMatch(/^\s*$|\n\s+at /);
  });
});

describe("a dry run", () => {
  test("prints one line of JSON for each input, refused ones too, and does the others", async () => {
    const run = await bulletin([
      "pull",
      "nowhere.html",
      "examples/harbour-strike.rss.xml",
      "package.json",
      "examples/harbour-strike.html",
      "--dry-run",
      "--json",
    ]);
    expect(run.code).toBe(1);
    expect(run.results()).toMatchObject([
      { input: "nowhere.html", refused: "nowhere.html does not exist." },
      { input: "examples/harbour-strike.rss.xml", kind: "feed", title: "The Averil Courier: harbour strike" },
      { input: "package.json", refused: "package.json is no feed and no article." },
      { input: "examples/harbour-strike.html", kind: "article" },
    ]);
  });

  test("prints a development's moment in UTC, and leaves out what it does not have", async () => {
    const { code, stderr, results } = await bulletin(["pull", "examples/harbour-strike.html", "--dry-run", "--json"]);
    const [{ developments }] = results() as [{ developments: Record<string, unknown>[] }];
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(developments[0]?.["publishedAt"]).toBe("2026-11-23T08:40:00.000Z");
    expect(Object.keys(developments[5] ?? {})).toEqual(["headline", "text"]);
  });

  test("tells people what it found", async () => {
    const { code, stdout } = await bulletin(["pull", "examples/comet-mission.txt", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toContain("\n  2. The main antenna is lost.\n");
  });

  test("says on stderr what it refuses, when people read it", async () => {
    const { code, stdout, stderr } = await bulletin(["pull", "README.nowhere", "--dry-run"]);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "README.nowhere does not exist.\n" });
  });
});
