/** `run.json` in the data folder tells other processes where the stack runs. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface RunFile {
  readonly site: string;
  readonly local: string;
  readonly pid: number;
  /** Where AWS calls of the command line go. */
  readonly endpoint: string;
  readonly region: string;
  readonly operateFunction: string | undefined;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const NAME = "run.json";

/** Whoever reads it finds it whole, and no one else but its owner may: it holds a key. */
export function writeRunFile(dataFolder: string, run: RunFile): void {
  const draft = join(dataFolder, `${NAME}.draft`);
  writeFileSync(draft, `${JSON.stringify(run, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(dataFolder, NAME));
}

export function removeRunFile(dataFolder: string): void {
  rmSync(join(dataFolder, NAME), { force: true });
}

/** The run that lives on `dataFolder`; one whose process is dead does not count. */
export function readRunFile(dataFolder: string): RunFile | undefined {
  try {
    const run = JSON.parse(readFileSync(join(dataFolder, NAME), "utf8")) as RunFile;
    process.kill(run.pid, 0);
    return run;
  } catch {
    return undefined;
  }
}
