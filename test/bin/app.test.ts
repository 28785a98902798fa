import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs one of the scripts in a copy of the project whose config is `config`. */
function run(script: string, config: string): { readonly status: number | null; readonly lines: readonly string[] } {
  const copy = mkdtempSync(join(tmpdir(), "bulletin-copy-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  for (const part of ["bin", "lib", "lambda", "package.json", "cdk.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, "bulletin.config.ts"), `export default ${config};`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: copy, encoding: "utf8" });
  return { status, lines: `${stdout}${stderr}`.trimEnd().split("\n") };
}

const newsroom = {
  name: "The Daily Paper",
  senderName: "The Daily Paper",
  senderAddress: "updates@daily-paper.example",
  postalAddress: "1 High Street, Anytown",
  privacyUrl: "https://daily-paper.example/privacy",
  contact: "newsroom@daily-paper.example",
};

describe("synthesizing", () => {
  test("stops at a wrong config with one sentence that names each wrong value", () => {
    const wrong = { newsroom: { ...newsroom, name: "", contact: undefined }, sizes: { shards: 0 } };
    const { status, lines } = run("bin/app.ts", JSON.stringify(wrong));
    expect(status).toBe(1);
    expect(lines).toEqual([
      'In bulletin.config.ts newsroom.name must be one line of text such as "The Daily Paper" but is ""; ' +
        'newsroom.contact is missing: it must be an e-mail address such as "newsroom@your-paper.com"; ' +
        "sizes.shards must be a whole number from 1 to 64 but is 0.",
    ]);
  });
});

describe("deploying", () => {
  test("is refused in one sentence while the sender is the demonstration's", () => {
    const { status, lines } = run("bin/deploy.ts", JSON.stringify({ newsroom }));
    expect(status).toBe(1);
    expect(lines).toEqual([
      'In bulletin.config.ts newsroom.senderAddress is still the demonstration\'s "updates@daily-paper.example"; ' +
        "name an address at a domain of your own before you deploy.",
    ]);
  });

  test("is refused in one sentence when the config is wrong", () => {
    const { status, lines } = run("bin/deploy.ts", "{}");
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("newsroom is missing");
  });
});
