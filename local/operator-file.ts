/** `operator.json` in the data folder tells the command line how to call the stack; it holds a key. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { OperatorDoor } from "./stack/stack.ts";
import { readWhole, writeWhole } from "./whole-file.ts";

const NAME = "operator.json";

/** Write it before `run.json`: who finds that one may call. */
export function writeOperatorFile(dataFolder: string, door: OperatorDoor): void {
  writeWhole(dataFolder, NAME, door);
}

export function removeOperatorFile(dataFolder: string): void {
  rmSync(join(dataFolder, NAME), { force: true });
}

/** What it says, or undefined where there is none; whether the stack still runs, `run.json` tells. */
export function readOperatorFile(dataFolder: string): unknown {
  return readWhole(dataFolder, NAME);
}
