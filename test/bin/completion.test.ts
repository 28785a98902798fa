import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bulletin } from "./bulletin.ts";

const folder = mkdtempSync(join(tmpdir(), "bulletin-completion-"));
const script = join(folder, "completion.bash");
writeFileSync(script, (await bulletin(["completion", "bash"])).stdout);

afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of these words, after it has sourced the script. */
function offered(...words: readonly string[]): string[] {
  const ask = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bulletin; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync("bash", ["-c", ask, script, "bulletin", ...words], { encoding: "utf8" });
  return said.split("\n").filter((word) => word !== "");
}

describe("completion in bash", () => {
  test("offers the commands, and those of a command", () => {
    expect(offered("")).toEqual(expect.arrayContaining(["topic", "publish", "run", "completion"]));
    expect(offered("with")).toEqual(["withdraw"]);
    expect(offered("topic", "")).toEqual(expect.arrayContaining(["add", "list", "show"]));
    expect(offered("topic", "sh")).toEqual(["show"]);
  });

  test("offers the options of a command, also after others", () => {
    expect(offered("publish", "harbour-strike", "--dr")).toEqual(["--draft", "--dry-run"]);
    expect(offered("topic", "add", "harbour-strike", "--ti")).toEqual(["--title"]);
    expect(offered("publish", "topic", "--headline", "x", "--at")).toEqual(["--attribution"]);
  });

  test("offers the choices of an option and of an argument", () => {
    expect(offered("publish", "t", "--importance", "")).toEqual(["routine", "notable", "breaking"]);
    expect(offered("publish", "t", "--importance", "b")).toEqual(["breaking"]);
    expect(offered("completion", "z")).toEqual(["zsh"]);
  });

  test("offers nothing of its own where anything may be typed, so that bash offers files", () => {
    expect(offered("publish", "t", "--headline", "")).toEqual([]);
    expect(offered("pull", "examples/har")).toEqual([]);
  });
});

describe("completion", () => {
  test.each(["zsh", "fish"])("knows every command for %s too", async (shell) => {
    const { code, stdout } = await bulletin(["completion", shell]);
    expect(code).toBe(0);
    for (const words of ["topic", "suppression", "importance", "breaking"]) expect(stdout).toContain(words);
  });

  test("refuses a shell that it does not know", async () => {
    const { code, stderr } = await bulletin(["completion", "dos"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("bash, zsh, fish") });
  });
});
