// The API's guide has a heading for each problem that the API may tell of, and names each of its limits as they are.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { operations } from "#handlers/api/app.ts";
import { bodyMaxBytes } from "#handlers/api/body.ts";
import { problems } from "#handlers/api/problem.ts";
import { pageMax, publishedMax } from "#handlers/api/schemas.ts";

const guide = readFileSync(join(import.meta.dirname, "..", "..", "docs/api.md"), "utf8");

describe("the API's guide", () => {
  test.each(Object.entries(problems))("has a heading for %s, with its status", (name, { status }) => {
    expect(guide).toContain(`\n### ${name}\n\n${status}. `);
  });

  test("has no heading for a problem that there is not", () => {
    const [, refused = ""] = guide.split("\n## When it is refused\n");
    const headings = [...refused.matchAll(/^### (\S+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(Object.keys(problems));
  });

  test("names the limits as they are", () => {
    for (const limit of [
      `${bodyMaxBytes / 1024 ** 2} MB a body`,
      `${publishedMax} developments`,
      `at most ${pageMax}`,
    ]) {
      expect(guide).toContain(limit);
    }
  });

  test("tells of every address", () => {
    const told = (path: string) =>
      guide.includes(path.replace("{topic}", "quarry-fire").replace("{number}", "1").replace("{source}", "$SOURCE"));
    const silent = operations.filter(
      ({ path }) => !told(path) && !guide.includes(path) && !path.startsWith("/api/hooks"),
    );
    expect(silent).toEqual([]);
  });
});
