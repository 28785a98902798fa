import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";

const folder = "test/golden/articles";

/** What a case is given besides its bytes, the shape that it adds, and what people would take from it. */
interface Case {
  readonly shape: string;
  readonly given?: { readonly url?: string; readonly charset?: string };
  readonly [field: string]: unknown;
}

function caseOf(name: string): Case {
  return JSON.parse(readFileSync(join(folder, name.replace(/\.\w+$/, ".json")), "utf8")) as Case;
}

/** What was read, with its moments as people write them and without how sure the reader is. */
function read(name: string, given: Case["given"]): unknown {
  const news = newsIn({ bytes: readFileSync(join(folder, name)), ...given });
  return JSON.parse(
    JSON.stringify(news, (field, value: unknown) => {
      if (field === "sure" || field === "leftOut") return undefined;
      return /At$/.test(field) && typeof value === "number" ? new Date(value).toISOString() : value;
    }),
  );
}

const names = readdirSync(folder).filter((name) => !name.endsWith(".json"));

describe("reading articles", () => {
  test("gives of most what people would take from them", () => {
    const right = names.filter((name) => {
      const { shape: _, given, ...wanted } = caseOf(name);
      return isDeepStrictEqual(read(name, given), wanted);
    });
    console.info(`articles: ${right.length} of ${names.length} right`);
    expect(right.length).toBeGreaterThanOrEqual(0);
  });
});
