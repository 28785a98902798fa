/** `run.json` in the data folder tells other processes where the stack runs. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { readWhole, writeWhole } from "./whole-file.ts";

export interface RunFile {
  readonly site: string;
  readonly local: string;
  readonly pid: number;
}

const NAME = "run.json";

export function writeRunFile(dataFolder: string, { site, local, pid }: RunFile): void {
  writeWhole(dataFolder, NAME, { site, local, pid });
}

export function removeRunFile(dataFolder: string): void {
  rmSync(join(dataFolder, NAME), { force: true });
}

/** The run that lives on `dataFolder`; one whose process is dead does not count. */
export function readRunFile(dataFolder: string): RunFile | undefined {
  try {
    const run = readWhole(dataFolder, NAME) as RunFile;
    process.kill(run.pid, 0);
    return run;
  } catch {
    return undefined;
  }
}
