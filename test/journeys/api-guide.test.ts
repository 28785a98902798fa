// The lines of the API's guide, run as they stand there, against the running stack.

import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";

const guide = readFileSync("docs/api.md", "utf8");

/** The guide's lines, each block with the answer that stands after it. */
const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```(?:\n\n```json\n([\s\S]*?)```)?/g)].map(([, lines, answer]) => ({
  lines: lines ?? "",
  answer: answer === undefined ? undefined : (JSON.parse(answer) as Record<string, unknown>),
}));

/** The command line and curl as the guide's reader has them, but that a refusal ends the script. */
const tools = `set -eu
npx() { shift; ${JSON.stringify(process.execPath)} bin/bulletin.ts "$@" --local; }
curl() { command curl --silent --show-error --fail-with-body "$@"; echo; }
`;

const isEquipped = ["bash", "curl", "openssl"].every((tool) => {
  try {
    execFileSync("/bin/sh", ["-c", `command -v ${tool}`]);
    return true;
  } catch {
    return false;
  }
});

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
}, 120_000);

afterAll(() => stack.stop());

/** Runs the first `count` blocks in one shell, and reads what the last line of each printed. */
async function run(): Promise<readonly string[]> {
  const mark = "=== end of a block ===";
  const script = tools + blocks.map(({ lines }) => `${lines}\necho '${mark}'\n`).join("");
  const env = { ...process.env, ORIGIN: stack.site, BULLETIN_DATA: stack.data };
  const printed = await new Promise<string>((resolve, reject) => {
    execFile("bash", ["-c", script], { env }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stdout}\n${stderr}`)),
    );
  });
  return printed.split(`${mark}\n`).map((part) => part.trim().split("\n").at(-1) ?? "");
}

/** An answer without the moment at which it was given. */
function timeless(answer: Record<string, unknown>): Record<string, unknown> {
  return "createdAt" in answer ? { ...answer, createdAt: "then" } : answer;
}

describe("the API's guide", () => {
  test.skipIf(!isEquipped)(
    "says lines that work as they stand, and what comes of them",
    async () => {
      expect(blocks.filter(({ answer }) => answer !== undefined).length).toBeGreaterThanOrEqual(6);
      const printed = await run();
      for (const [place, { answer }] of blocks.entries()) {
        if (answer !== undefined) expect(timeless(JSON.parse(printed[place] ?? ""))).toEqual(timeless(answer));
      }
    },
    60_000,
  );
});
