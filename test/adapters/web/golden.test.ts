import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readNews } from "#adapters/web/read-news.ts";

const golden = "test/golden";

/** What was read, with its moments as people write them. */
async function read(path: string): Promise<unknown> {
  const news = await readNews(path);
  if ("refused" in news) return news;
  const { leftOut: _, ...rest } = news;
  const developments = news.developments.map(({ publishedAt, ...development }) => ({
    ...development,
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
  }));
  return { ...rest, developments };
}

function expected(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

describe.each(["articles"])("reading %s", (folder) => {
  const inputs = readdirSync(join(golden, folder)).filter((name) => !name.endsWith(".json"));

  test.each(inputs)("gives of %s what people would take from it", async (name) => {
    const path = join(golden, folder, name);
    expect(await read(path)).toEqual(expected(path.replace(/\.\w+$/, ".json")));
  });
});

describe("the examples", () => {
  test.each(readdirSync("examples"))("%s gives what it did when it was written", async (name) => {
    expect(await read(join("examples", name))).toEqual(expected(join(golden, "examples", `${name}.json`)));
  });
});
