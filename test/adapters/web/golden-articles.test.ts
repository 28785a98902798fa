import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
  test.each(names)("gives of %s what people would take from it", (name) => {
    const { shape, given, ...wanted } = caseOf(name);
    expect(shape).not.toBe("");
    expect(read(name, given)).toEqual(wanted);
  });

  test("adds a shape with each", () => {
    const shapes = names.map((name) => caseOf(name).shape);
    expect(new Set(shapes).size).toBe(names.length);
  });
});
