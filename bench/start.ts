import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median.ts";
import type { Row } from "./row.ts";
import { projectFolder, startStack } from "./started-stack.ts";

const firstMostSeconds = 20;
const unchangedMostSeconds = 8;
const rounds = 3;

/** How long the stack takes to start in a fresh copy of the project: after the install, and when nothing has changed. */
export async function start(): Promise<readonly Row[]> {
  const copy = mkdtempSync(join(tmpdir(), "bulletin-copy-"));
  try {
    for (const file of filesOf(projectFolder)) cpSync(join(projectFolder, file), join(copy, file));
    const install = installIn(copy);
    const firsts: number[] = [];
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const made of ["cdk.out", ".local", "templates/compiled"])
        rmSync(join(copy, made), { recursive: true, force: true });
      firsts.push(await started(copy));
      seconds.push(await started(copy));
    }
    return [
      barred("start-first", "npm start after the install, s", median(firsts), firstMostSeconds),
      barred("start-unchanged", "npm start when nothing has changed, s", median(seconds), unchangedMostSeconds),
      { id: "install", what: "npm ci, s", ours: install, peer: null, ratio: null, bar: "reported", holds: true },
    ];
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function barred(id: string, what: string, ours: number, most: number): Row {
  return { id, what, ours, peer: null, ratio: null, bar: `≤ ${most}`, holds: ours <= most };
}

/** All that is kept in the project, and what is new in it. */
function filesOf(project: string): readonly string[] {
  const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  return execFileSync("git", words, { cwd: project, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "");
}

function installIn(project: string): number {
  const beganAt = performance.now();
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: project, stdio: ["ignore", "ignore", "inherit"] });
  return (performance.now() - beganAt) / 1000;
}

/** Seconds until the stack is ready, on data of its own in the project's folder. */
async function started(project: string): Promise<number> {
  const stack = await startStack({ project, data: join(project, ".local") });
  await stack.stop();
  return stack.readyMs / 1000;
}
