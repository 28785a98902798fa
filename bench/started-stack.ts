/** `npm start` as a child in a folder of its own, to be measured from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readOperatorFile } from "#local/operator-file.ts";
import { readRunFile } from "#local/run-file.ts";
import { readSettings } from "#local/settings.ts";
import type { OperatorDoor } from "#local/stack/stack.ts";

export const projectFolder = fileURLToPath(new URL("..", import.meta.url));

/** A start that is not ready by then has failed, in milliseconds. */
const longestStartMs = 120_000;

export interface StartedStack {
  /** The origins of the site and of the local tools. */
  readonly site: string;
  readonly tools: string;
  /** How the command line calls it. */
  readonly operator: OperatorDoor;
  readonly data: string;
  /** From the start of the process to its saying that it is ready, in milliseconds. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The folder of the project that is started; this one unless another is named. */
  readonly project?: string;
  /** The folder with the data of an earlier start; without it a new one is made, and removed at the end. */
  readonly data?: string;
}

/** Starts the stack of a project by `npm start`. */
export async function startStack({ project = projectFolder, data }: StartOptions = {}): Promise<StartedStack> {
  const folder = data ?? mkdtempSync(join(tmpdir(), "bulletin-bench-"));
  const beganAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: project,
    env: environment({ PORT: "0", LOCAL_PORT: "0", BULLETIN_DATA: folder }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stopWithUs = (): void => void child.kill();
  process.once("exit", stopWithUs);
  const ended = new Promise<void>((resolve) => void child.on("close", () => resolve()));
  await saidReady(child, ended);
  const readyMs = performance.now() - beganAt;
  const run = readRunFile(folder);
  if (run === undefined) throw new Error("the stack says that it is ready, and run.json is not there");
  return {
    site: run.site,
    tools: run.local,
    operator: readOperatorFile(folder) as OperatorDoor,
    data: folder,
    readyMs,
    async stop() {
      process.kill(run.pid, "SIGTERM");
      await ended;
      process.off("exit", stopWithUs);
      if (data === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** This process's own environment with these in place of what it says. */
export function environment(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = readSettings();
  if ("refused" in settings) throw new Error(settings.refused);
  return { ...settings.environment, ...changes };
}

function saidReady(child: ChildProcess, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = (why: string): void => reject(new Error(`${why}: ${said}`));
    const timer = setTimeout(() => fail(`not ready in ${longestStartMs} ms`), longestStartMs);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
      if (!/^Bulletin is ready/m.test(said)) return;
      clearTimeout(timer);
      said = "";
      resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    void ended.then(() => {
      clearTimeout(timer);
      fail("the start ended");
    });
  });
}
