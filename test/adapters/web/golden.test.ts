import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readNews } from "#adapters/web/read-news.ts";

const golden = "test/golden";

/** What was read, with its moments as people write them and without how sure the reader is. */
async function read(path: string): Promise<unknown> {
  const json = JSON.stringify(await readNews(path), (field, value: unknown) => {
    if (field === "sure" || field === "leftOut") return undefined;
    return /At$/.test(field) && typeof value === "number" ? new Date(value).toISOString() : value;
  });
  return JSON.parse(json);
}

function expected(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

describe("the examples", () => {
  test.each(readdirSync("examples"))("%s gives what it did when it was written", async (name) => {
    expect(await read(join("examples", name))).toEqual(expected(join(golden, "examples", `${name}.json`)));
  });
});
