import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";

const folder = "test/golden/feeds";

interface Golden {
  /** What this feed adds to the others. */
  readonly shape: string;
  /** The address that it was fetched from. */
  readonly at?: string;
  /** The charset that the server named. */
  readonly charset?: string;
}

/** What was read, with its moments as people write them. */
function read(name: string, { at, charset }: Golden): unknown {
  const bytes = readFileSync(join(folder, name));
  const news = newsIn({
    bytes,
    ...(at === undefined ? {} : { url: at }),
    ...(charset === undefined ? {} : { charset }),
  });
  if ("refused" in news) return news;
  const { leftOut: _, ...rest } = news;
  const developments = news.developments.map(({ publishedAt, ...development }) => ({
    ...development,
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
  }));
  return { ...rest, developments };
}

const cases = readdirSync(folder)
  .filter((name) => !name.endsWith(".json"))
  .map((name) => {
    const golden = JSON.parse(readFileSync(join(folder, name.replace(/\.\w+$/, ".json")), "utf8")) as Golden;
    return { name, golden };
  });

describe("reading feeds", () => {
  test.each(cases)("takes of $name what people would: $golden.shape", ({ name, golden }) => {
    const { shape: _, at: __, charset: ___, ...expected } = golden;
    expect(read(name, golden)).toEqual(expected);
  });
});
