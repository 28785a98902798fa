/** The folder that holds all state of the local stack. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Refusal } from "./refusal.ts";

/** Makes the folder where there is none; gives the sentence that refuses one that cannot be used. */
export function prepareDataFolder(dataFolder: string): Refusal | undefined {
  const why = obstacleTo(dataFolder);
  if (why === undefined) return undefined;
  return { refused: `The data cannot be kept in ${dataFolder}: ${why}. Set BULLETIN_DATA to another folder.` };
}

function obstacleTo(folder: string): string | undefined {
  try {
    make(folder);
    if (!statSync(folder).isDirectory()) return "it is a file";
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const lies = error instanceof Error && "code" in error && error.code === "ENOTDIR";
    return lies ? "it lies in a file" : "it cannot be written to";
  }
}

/** Node's own recursive mkdir never ends where the system denies a folder that it could make (in /proc). */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
}
