import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";
import { largeFeeds } from "#test/fuzz/large-feeds.ts";

const script = fileURLToPath(new URL("../../../fuzz/read-once.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "large-feeds-"));

/** What one reading may take: processor time, and memory of the whole process. */
const longestMaxMs = 2_000;
const memoryMaxMb = 256;

/** The heap is bounded as on a small function: unbounded, it grows before anything is collected. */
const bounds = ["--max-old-space-size=160", "--max-semi-space-size=4"];

let longestMs = 0;
let mostMb = 0;

afterAll(() => {
  rmSync(folder, { recursive: true });
  console.info(`large feeds: the longest took ${longestMs} ms, at most ${mostMb} MB`);
});

describe("reading a large feed", () => {
  test.each(Object.entries(largeFeeds))(
    "takes at most 2 s and 256 MB: %s",
    async (_, feed) => {
      const file = join(folder, "feed");
      writeFileSync(file, feed());
      const { stdout } = await promisify(execFile)(process.execPath, [...bounds, script, file, "1"]);
      const { developments, firstMs, warmMs, processMb } = JSON.parse(stdout);
      // The quicker of two: the other shared its processor with what else ran.
      longestMs = Math.max(longestMs, Math.min(firstMs, warmMs));
      mostMb = Math.max(mostMb, processMb);
      expect(developments).toSatisfy((told) => typeof told === "string" || told > 0);
      expect(Math.min(firstMs, warmMs)).toBeLessThanOrEqual(longestMaxMs);
      expect(processMb).toBeLessThanOrEqual(memoryMaxMb);
    },
    60_000,
  );

  test("survives a tag of 20 MB", () => {
    const tag = `<item ${'a="b" '.repeat(3_400_000)}>`;
    const xml = `<rss><channel>${tag}<title>One</title></item></channel></rss>`;
    expect(newsIn({ bytes: Buffer.from(xml) })).toMatchObject({ developments: [{ headline: "One" }] });
  });
});
