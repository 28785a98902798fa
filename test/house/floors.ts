/**
 * Who may import whom, held against the text of every file.
 *
 * Imports are found by their look, not by a parser: Biome lays every import statement out from the start of a line, so
 * what stands elsewhere is a text or a comment. Type imports count: a floor that knows another's types knows the floor.
 */
import { posix } from "node:path";

/** A floor's folder, or file without its extension, and what it may import. */
export type Floors = ReadonlyMap<string, readonly string[]>;

/** A file that breaks a rule, and the rule in words. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

/** Reads the table under "## Floors" of `docs/architecture.md`. */
export function readFloors(page: string): Floors {
  const section = page.split(/^## /m).find((part) => part.startsWith("Floors\n")) ?? "";
  const rows = [...section.matchAll(/^\| +([a-z./-]+) +\| +(.+?) +\|$/gm)].filter(([, floor]) => floor !== "floor");
  const names = rows.map(([, floor = ""]) => floor).filter((floor) => !/^-+$/.test(floor));
  return new Map(
    names.map((floor) => {
      const row = rows.find(([, name]) => name === floor)?.[2] ?? "";
      return [floor, row === "all of them" ? names : row.split(", ")];
    }),
  );
}

/** Where subpath imports lead, from `imports` of `package.json`: `#core/` to `lambda/core/`. */
export type Subpaths = ReadonlyMap<string, string>;

export function readSubpaths(packageJson: { readonly imports: Readonly<Record<string, string>> }): Subpaths {
  return new Map(
    Object.entries(packageJson.imports).map(([from, to]) => [
      from.replace("*", ""),
      to.replace(/^\.\//, "").replace("*", ""),
    ]),
  );
}

/** All that a file does against the rules of `docs/architecture.md`. */
export function findViolations(file: string, text: string, floors: Floors, subpaths: Subpaths): Violation[] {
  const floor = floorOf(file, floors);
  if (floor === undefined) return [{ file, line: 1, rule: "stands on no floor" }];
  const lines = blankComments(text);
  return [
    ...importsOf(lines).flatMap(({ line, specifier }) =>
      brokenBy(file, floor, specifier, floors, subpaths).map((rule) => ({ file, line, rule })),
    ),
    ...phrasesOf(file, floor).flatMap(({ pattern, rule }) =>
      [...lines.matchAll(pattern)].map((match) => ({ file, line: lineAt(lines, match.index), rule })),
    ),
  ];
}

/** The longest floor that the file lies in. */
function floorOf(file: string, floors: Floors): string | undefined {
  const holding = [...floors.keys()].filter((floor) => isIn(file, floor));
  return holding.sort((a, b) => b.length - a.length)[0];
}

function isIn(file: string, place: string): boolean {
  return file.startsWith(`${place}/`) || file.replace(/\.(d\.)?[cm]?[jt]s$/, "") === place;
}

/** Blanks comments that stand on lines of their own and keeps every line's number. */
function blankComments(text: string): string {
  return text
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/^[ \t]*\/\/.*$/gm, "");
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

interface Import {
  readonly line: number;
  /** Undefined where a dynamic import computes it. */
  readonly specifier: string | undefined;
}

const statement = /^(?:import|export)\b(?:[^;'"`]*?\bfrom)?\s*["']([^"'\n]+)["']/gm;
const call = /\b(?:import|require|import\.meta\.resolve)\(\s*(?:(["'`])([^"'`$\n]+)\1)?/g;

function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(statement)].map((match) => ({ index: match.index, specifier: match[1] }));
  const calls = [...text.matchAll(call)].map((match) => ({ index: match.index, specifier: match[2] }));
  return [...statements, ...calls].map(({ index, specifier }) => ({ line: lineAt(text, index), specifier }));
}

const withoutPackages = ["lambda/core", "lambda/pipeline"];
const computing = ["local", "test"];

function brokenBy(
  file: string,
  floor: string,
  specifier: string | undefined,
  floors: Floors,
  subpaths: Subpaths,
): string[] {
  if (specifier === undefined) {
    return computing.includes(floor) ? [] : ["computes what it imports"];
  }
  const subpath = [...subpaths].find(([from]) => specifier.startsWith(from));
  const isRelative = /^\.{1,2}\//.test(specifier);
  if (subpath === undefined && !isRelative) {
    return withoutPackages.includes(floor) ? [`imports the package ${specifier}`] : [];
  }
  const target = subpath === undefined ? posix.join(posix.dirname(file), specifier) : specifier.replace(...subpath);
  const targetFloor = floorOf(target, floors);
  const rules: string[] = [];
  const mayImport = floors.get(floor) ?? [];
  if (!mayImport.some((place) => isIn(target, place)) && target !== "package.json")
    rules.push(`may not import ${target}`);
  const hasSubpath = [...subpaths.values()].some((to) => target.startsWith(to));
  if (isRelative && targetFloor !== floor && hasSubpath) rules.push(`crosses a floor by a path: ${specifier}`);
  if (floor === "lambda/adapters" && targetFloor === floor && isOtherBrand(file, target)) {
    rules.push(`imports another brand: ${target}`);
  }
  return rules;
}

/** Brands are the folders of `lambda/adapters`; files beside them belong to none. */
function isOtherBrand(file: string, target: string): boolean {
  const brands = [file, target].map((path) => path.split("/").slice(2));
  const [own, other] = brands;
  return own !== undefined && other !== undefined && own.length > 1 && other.length > 1 && own[0] !== other[0];
}

interface Phrase {
  readonly pattern: RegExp;
  readonly rule: string;
}

const settings = ["lambda/handlers/settings.ts", "local/settings.ts", "bin/settings.ts"];
/** Floors that nobody ships, whose files may read the environment. */
const unshipped = ["test", "scripts", "bench", "vitest.config"];

const environment: Phrase = {
  pattern: /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\[|[{,]\s*env\b[^;]*?(?:=\s*process\b|from "(?:node:)?process")/g,
  rule: "reads the environment",
};
const clockAndDice: Phrase[] = [
  {
    pattern: /\bDate\.now\(|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.|\bTemporal\.Now\b/g,
    rule: "reads the clock",
  },
  { pattern: /\bMath\.random\(|\bcrypto\./g, rule: "rolls dice" },
  {
    pattern: /\bglobalThis\b|\bsetTimeout\(|\bsetInterval\(|\bprocess\.(?!env\b)|\bBuffer\b|\bconsole\./g,
    rule: "uses a global",
  },
];
const promises: Phrase = { pattern: /\basync\b|\bawait\b|\bPromise\b/g, rule: "has a promise" };

function phrasesOf(file: string, floor: string): Phrase[] {
  const phrases: Phrase[] = [];
  if (!settings.includes(file) && !unshipped.includes(floor)) phrases.push(environment);
  if (withoutPackages.includes(floor)) phrases.push(...clockAndDice);
  if (floor === "lambda/core") phrases.push(promises);
  return phrases;
}
