// What two people wrote at once and nobody put together must not stand: a formatter makes headings and quotes of the marks.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** The marks of a merge as git writes them, and as the formatter of Markdown leaves them. */
const MARKS = /^(?:<{7} |>{7} |(?:> ){6,}>)/m;

describe("a page", () => {
  test("is not left half merged", () => {
    const pages = execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: root, encoding: "utf8" }).split("\0");
    const read = pages.filter((path) => path !== "");
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((path) => MARKS.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  });
});
