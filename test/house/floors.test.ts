import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findViolations, readFloors, readSubpaths } from "./floors.ts";

const root = join(import.meta.dirname, "../..");
const floors = readFloors(readFileSync(join(root, "docs/architecture.md"), "utf8"));
const subpaths = readSubpaths(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

/** Folders that hold what is made or fetched, not written. */
const notOurs = new Set(["node_modules", "cdk.out", "compiled", "coverage", "examples"]);

/** Every file of code in the house, by its path from the root. */
function codeFiles(folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith(".") || notOurs.has(entry.name)) return [];
    if (entry.isDirectory()) return codeFiles(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}

/** The rules that a text would break if it stood in `file`. */
function rulesBroken(file: string, text: string): string[] {
  return findViolations(file, text, floors, subpaths).map(({ rule }) => rule);
}

describe("the table of floors", () => {
  test("names every folder of code", () => {
    expect([...floors.keys()]).toEqual([
      "lambda/core",
      "lambda/pipeline",
      "lambda/adapters",
      "lambda/pages",
      "lambda/handlers",
      "templates",
      "lib",
      "local",
      "bin",
      "bench",
      "test",
      "scripts",
      "bulletin.config",
      "vitest.config",
    ]);
    expect(floors.get("lambda/pipeline")).toEqual(["lambda/core", "lambda/pipeline"]);
  });

  test("allows only what it names", () => {
    const places = [...floors.values()].flat().map((place) => place.replace(/\/settings$/, ""));
    expect(places.filter((place) => !floors.has(place))).toEqual([]);
  });
});

describe("the house", () => {
  test("keeps to its floors", () => {
    const files = codeFiles();
    expect(files.length).toBeGreaterThan(20);
    const violations = files.flatMap((file) =>
      findViolations(file, readFileSync(join(root, file), "utf8"), floors, subpaths),
    );
    expect(violations).toEqual([]);
  });
});

describe("a planted violation", () => {
  test.each([
    ["lambda/core/a.ts", 'import { x } from "#pipeline/x.ts";', "may not import lambda/pipeline/x.ts"],
    ["lambda/core/a.ts", 'import type { X } from "#adapters/ses/x.ts";', "may not import lambda/adapters/ses/x.ts"],
    ["lambda/core/a.ts", 'export * from "#handlers/x.ts";', "may not import lambda/handlers/x.ts"],
    ["lambda/core/a.ts", 'import "#templates/x.ts";', "may not import templates/x.ts"],
    ["lambda/core/a.ts", 'type X = import("#lib/x.ts").X;', "may not import lib/x.ts"],
    ["lambda/core/a.ts", 'import {\n  x,\n  y,\n} from "#local/x.ts";', "may not import local/x.ts"],
    ["lambda/core/a.ts", 'import { z } from "zod";', "imports the package zod"],
    ["lambda/core/a.ts", 'import { join } from "node:path";', "imports the package node:path"],
    ["lambda/core/a.ts", "const at = Date.now();", "reads the clock"],
    ["lambda/core/a.ts", "const at = new Date();", "reads the clock"],
    ["lambda/core/a.ts", "const x = Math.random();", "rolls dice"],
    ["lambda/core/a.ts", "export async function x() {}", "has a promise"],
    ["lambda/core/a.ts", "const x = process.env;", "reads the environment"],
    ["lambda/core/a.ts", 'const x = Buffer.from("");', "uses a global"],
    ["lambda/pipeline/a.ts", 'import { z } from "zod";', "imports the package zod"],
    [
      "lambda/pipeline/a.ts",
      'import { x } from "#adapters/dynamo/x.ts";',
      "may not import lambda/adapters/dynamo/x.ts",
    ],
    ["lambda/pipeline/a.ts", "const at = Date.now();", "reads the clock"],
    ["lambda/pipeline/a.ts", 'await import("#handlers/world.ts");', "may not import lambda/handlers/world.ts"],
    ["lambda/pipeline/a.ts", "await import(name);", "computes what it imports"],
    ["lambda/adapters/ses/a.ts", 'import { x } from "../sqs/x.ts";', "imports another brand: lambda/adapters/sqs/x.ts"],
    [
      "lambda/adapters/ses/a.ts",
      'import { x } from "#adapters/sqs/x.ts";',
      "imports another brand: lambda/adapters/sqs/x.ts",
    ],
    ["lambda/adapters/ses/a.ts", 'import { x } from "#pages/x.ts";', "may not import lambda/pages/x.ts"],
    ["lambda/pages/a.ts", 'import { x } from "#pipeline/x.ts";', "may not import lambda/pipeline/x.ts"],
    ["lambda/handlers/a.ts", 'import { x } from "#templates/x.ts";', "may not import templates/x.ts"],
    ["lambda/handlers/world.ts", "const x = process.env;", "reads the environment"],
    ["lambda/handlers/world.ts", 'import { env } from "node:process";', "reads the environment"],
    ["lambda/handlers/world.ts", "const { env } = process;", "reads the environment"],
    ["lambda/handlers/world.ts", 'const x = process["env"];', "reads the environment"],
    ["templates/a.ts", 'import { x } from "#pages/x.ts";', "may not import lambda/pages/x.ts"],
    ["lib/a.ts", 'import { x } from "#handlers/world.ts";', "may not import lambda/handlers/world.ts"],
    ["lib/a.ts", 'import { x } from "../lambda/core/x.ts";', "crosses a floor by a path: ../lambda/core/x.ts"],
    ["lib/a.ts", 'import { x } from "../bin/app.ts";', "may not import bin/app.ts"],
    ["local/a.ts", 'import { x } from "#lib/x.ts";', "may not import lib/x.ts"],
    ["bin/app.ts", 'import { x } from "#pages/x.ts";', "may not import lambda/pages/x.ts"],
    ["bin/app.ts", "const x = process.env.HOME;", "reads the environment"],
    ["attic/a.ts", "", "stands on no floor"],
  ])("is found in %s: %s", (file, text, rule) => {
    expect(rulesBroken(file, text)).toEqual([rule]);
  });

  test("is found on its line", () => {
    const text =
      '/**\n * import { a } from "#lib/a.ts";\n */\nimport { x } from "./x.ts";\n\nimport { y } from "zod";\n';
    expect(findViolations("lambda/core/a.ts", text, floors, subpaths)).toEqual([
      { file: "lambda/core/a.ts", line: 6, rule: "imports the package zod" },
    ]);
  });
});

describe("what is allowed", () => {
  test.each([
    ["lambda/core/a.ts", 'import type { X } from "./x.ts";\nconst at = new Date(given);'],
    ["lambda/pipeline/a.ts", 'import type { X } from "#core/x.ts";\nexport async function x() {}'],
    ["lambda/adapters/ses/a.ts", 'import { x } from "./b/x.ts";\nimport { Fault } from "../fault.ts";\nimport "hono";'],
    ["lambda/handlers/settings.ts", "const x = process.env;"],
    ["lib/a.ts", 'import { x } from "#handlers/settings.ts";'],
    ["local/a.ts", "await import(pathToFileURL(file).href);"],
    ["bin/app.ts", 'import config from "../bulletin.config.ts";\nimport { env } from "./settings.ts";'],
    ["bulletin.config.ts", 'import { defineConfig } from "#lib/config.ts";'],
    ["test/a.test.ts", 'import { x } from "#handlers/world.ts";\nimport { y } from "../bin/app.ts";'],
  ])("passes in %s: %s", (file, text) => {
    expect(rulesBroken(file, text)).toEqual([]);
  });
});
