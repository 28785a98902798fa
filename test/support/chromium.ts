// The browser of the tests that need a real one: Chromium as the system has it. Nothing is downloaded.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Names under which systems install it, the likeliest first. */
const names = ["chromium", "chromium-browser", "google-chrome"];

/** No sandbox, because containers lack what it needs; the pages shown are our own. No talk with anyone outside. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

const advice =
  "No Chromium found: install it (Debian: apt install chromium) or say where it is with CHROMIUM=/path/to/chromium.";

/** Where Chromium is: `CHROMIUM` in the environment, or the first that the system's path has. */
export function findChromium(): string | undefined {
  const given = process.env["CHROMIUM"];
  if (given !== undefined && given !== "") return given;
  const folders = ["/usr/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * Whether tests that need a browser must be left out: for `describe.skipIf`. It says once how to get one.
 *
 * @throws where there is none under `CI=true`, so that a build cannot pass by leaving them out
 */
export function lacksChromium(): boolean {
  if (findChromium() !== undefined) return false;
  if (process.env["CI"] === "true") throw new Error(advice);
  console.warn(`Tests in a browser are skipped. ${advice}`);
  return true;
}

/** A fresh headless Chromium. Whoever launches it closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(advice);
  return await chromium.launch({ executablePath, args: flags });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
