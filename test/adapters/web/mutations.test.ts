import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../fuzz/mutations.ts", import.meta.url));

/** What one reading may take: processor time, as other work on the machine does not count, and memory of the process. */
const longestMaxMs = 2_000;
const memoryMaxMb = 256;

/** The heap is bounded as on a small function: unbounded, it grows before anything is collected. */
const bounds = ["--max-old-space-size=160", "--max-semi-space-size=4"];

test("10,000 mutations of the golden material crash nothing, stall nothing and break no promise", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...bounds, script, "10000", "1"]);
  const { count, refused, longestMs, memoryMb, broken } = JSON.parse(stdout);
  console.info(
    `${count} mutations: ${refused} refused, the longest took ${Math.round(longestMs)} ms, at most ${Math.round(memoryMb)} MB`,
  );
  expect(broken).toEqual([]);
  expect(longestMs).toBeLessThanOrEqual(longestMaxMs);
  expect(memoryMb).toBeLessThanOrEqual(memoryMaxMb);
}, 600_000);
