/** Writes a file that other processes read: whoever opens it finds it whole, and its owner alone may. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function writeWhole(folder: string, name: string, value: object): void {
  const draft = join(folder, `${name}.draft`);
  writeFileSync(draft, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(folder, name));
}

/** What the file says, or undefined where there is none that can be read. */
export function readWhole(folder: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown;
  } catch {
    return undefined;
  }
}
