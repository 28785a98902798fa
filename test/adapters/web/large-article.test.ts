import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../fuzz/read-once.ts", import.meta.url));

/** What a reading of 500 kB may take when the code is warm, in processor time: other work on the machine does not count. */
const readingMaxMs = 150;

/** What it may add to the memory of the process. */
const memoryMaxMb = 100;

/** An article as large as the largest are: few words, and much around them. */
function article(): string {
  const wrapper = `<div class="css-1a2b3 wrapper"><span class="x">word</span><a class="teaser-link" href="/some/where">Some words</a></div>`;
  const items = Array.from(
    { length: 60 },
    (_, at) =>
      `<li><strong>Pier ${at} is open again.</strong> Ships wait, <a href="https://x.example/${at}">says the board</a>.`,
  );
  const head = `<!doctype html><html lang="en"><title>Piers</title>${wrapper.repeat(3_500)}<h1>Piers</h1>`;
  const list = `<h2>Latest developments</h2><ul>${items.join("")}</ul>`;
  const after = "<p>An ordinary paragraph of the article goes on and on.</p>";
  return (head + list).padEnd(500_000, after);
}

test("an article of 500 kB is read in 150 ms and 100 MB", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bulletin-"));
  const path = join(folder, "large.html");
  writeFileSync(path, article());
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-semi-space-size=4", script, path]);
  rmSync(folder, { recursive: true });
  const { developments, firstMs, warmMs, addedMb, processMb } = JSON.parse(stdout);
  console.info(
    `500 kB: first reading ${firstMs} ms, warm ${warmMs} ms, adds ${addedMb} MB to a process of ${processMb} MB in all`,
  );
  expect(developments).toBe(60);
  expect(warmMs).toBeLessThanOrEqual(readingMaxMs);
  expect(addedMb).toBeLessThanOrEqual(memoryMaxMb);
}, 60_000);
