// The page of promises names the test that shows each: it must exist.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

interface NamedTest {
  readonly file: string;
  /** Beginnings of titles in it; none means the whole file. */
  readonly titles: readonly string[];
}

/** The tests named in a page: a file in backquotes, and the titles between “ and ” that follow it. */
function namedTests(page: string): NamedTest[] {
  const parts = page.split(/`(test\/[^`]+\.test\.ts)`/).slice(1);
  return Array.from({ length: parts.length / 2 }, (_, at) => ({
    file: parts[2 * at] ?? "",
    titles: [...((parts[2 * at + 1] ?? "").split("\n")[0] ?? "").matchAll(/“([^”]+)”/g)].map(
      ([, title]) => title ?? "",
    ),
  }));
}

/** Which of the named tests are not there. */
function missing(named: readonly NamedTest[]): string[] {
  return named.flatMap(({ file, titles }) => {
    if (!existsSync(join(root, file))) return [file];
    const text = readFileSync(join(root, file), "utf8");
    return titles
      .filter((title) => !['"', "`"].some((quote) => text.includes(`${quote}${title}`)))
      .map((title) => `${file} “${title}”`);
  });
}

const named = namedTests(readFileSync(join(root, "docs/promises.md"), "utf8"));

describe("the page of promises", () => {
  test("names tests that exist", () => {
    expect(missing(named)).toEqual([]);
  });

  test("names a test for each promise", () => {
    const page = readFileSync(join(root, "docs/promises.md"), "utf8");
    const promised = page.split("## Not promised")[0] ?? "";
    const rows = promised.split("\n").filter((line) => /^\| (?!promise|---|-{3,})/.test(line));
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => namedTests(row).length === 0)).toEqual([]);
  });
});

describe("a test that there is not", () => {
  test("is found missing by its file", () => {
    expect(missing(namedTests("| x | `test/house/nowhere.test.ts` |"))).toEqual(["test/house/nowhere.test.ts"]);
  });

  test("is found missing by its title", () => {
    const row = "| x | `test/house/lock.test.ts` “says what no test says” |";
    expect(missing(namedTests(row))).toEqual(["test/house/lock.test.ts “says what no test says”"]);
  });
});
