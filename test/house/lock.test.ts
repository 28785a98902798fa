import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type LockFile, missingEntries } from "../../scripts/lock.ts";

const root = join(import.meta.dirname, "../..");

function readJson<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(root, name), "utf8"));
}

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
}

const kinds = ["dependencies", "devDependencies", "optionalDependencies"] as const;
const manifest = readJson<Manifest>("package.json");
const lock = readJson<LockFile>("package-lock.json");

describe("the lock file", () => {
  test("has an entry for every platform's package, as npm ci demands (mend it with npm run lock)", () => {
    expect(missingEntries(lock)).toEqual({});
  });

  test("was made from package.json", () => {
    const merged = (of: Manifest): Versions => Object.assign({}, ...kinds.map((kind) => of[kind]));
    expect(merged(lock.packages[""] as unknown as Manifest)).toEqual(merged(manifest));
  });

  test("names no registry", () => {
    expect(Object.entries(lock.packages).filter(([, locked]) => "resolved" in locked)).toEqual([]);
  });
});

describe("package.json", () => {
  test("pins every version exactly", () => {
    const loose = kinds.flatMap((kind) =>
      Object.entries(manifest[kind]).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    );
    expect(loose).toEqual([]);
  });
});

describe("an entry that is missing", () => {
  test("is added at the top, for the platform that its name tells", () => {
    const packages = {
      "": {},
      "node_modules/parser": {
        version: "2.0.0",
        dev: true,
        optionalDependencies: { "@parser/binding-linux-arm-musleabihf": "2.0.0", "@parser/cli-win32-x64": "2.0.0" },
      },
      "node_modules/@parser/cli-win32-x64": { version: "2.0.0" },
    };
    expect(missingEntries({ packages })).toEqual({
      "node_modules/@parser/binding-linux-arm-musleabihf": {
        version: "2.0.0",
        dev: true,
        optional: true,
        os: ["linux"],
        cpu: ["arm"],
        libc: ["musl"],
      },
    });
  });

  test("is added inside its parent where another version stands at the top", () => {
    const packages = {
      "": {},
      "node_modules/a/node_modules/esbuild": {
        version: "2.0.0",
        optionalDependencies: { "@esbuild/sunos-x64": "2.0.0" },
      },
      "node_modules/@esbuild/sunos-x64": { version: "1.0.0" },
    };
    expect(missingEntries({ packages })).toEqual({
      "node_modules/a/node_modules/esbuild/node_modules/@esbuild/sunos-x64": {
        version: "2.0.0",
        optional: true,
        os: ["sunos"],
        cpu: ["x64"],
      },
    });
  });

  test("is not made up where its name tells no platform", () => {
    const packages = { "": { optionalDependencies: { fsevents: "2.0.0" } } };
    expect(() => missingEntries({ packages })).toThrow("fsevents");
  });
});
