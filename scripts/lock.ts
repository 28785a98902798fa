/**
 * Completes `package-lock.json` after an install: `npm run lock`.
 *
 * npm from 11.16 on leaves out what it was not offered for other platforms, and its own `npm ci` then refuses the file
 * ("Missing: … from lock file", npm/cli #9846). Each missing platform package gets an entry here that says where it
 * would be installed; `test/house/lock.test.ts` fails while one is missing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is read and written of an entry of the lock file; it holds more. */
export interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The entries that the lock file lacks, by the place where npm looks for them. */
export function missingEntries(lock: LockFile): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [parent, locked] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      const found = resolve({ ...lock.packages, ...missing }, parent, name);
      if (found !== undefined && (found.version === version || !isExact(version))) continue;
      if (!isExact(version)) throw new Error(`${parent} wants ${name} ${version}, which names no exact version`);
      const place = `${found === undefined ? "" : parent === "" ? "" : `${parent}/`}node_modules/${name}`;
      missing[place] = { version, ...(locked.dev === true ? { dev: true } : {}), optional: true, ...platformOf(name) };
    }
  }
  return missing;
}

function isExact(version: string): boolean {
  return /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version);
}

/** What Node would load as `name` in the package at `place`: looked for beside it and in each folder above. */
function resolve(packages: LockFile["packages"], place: string, name: string): LockedPackage | undefined {
  const found = packages[`${place === "" ? "" : `${place}/`}node_modules/${name}`];
  if (found !== undefined || place === "") return found;
  return resolve(
    packages,
    place.includes("/node_modules/") ? place.replace(/\/node_modules\/(?:@[^/]+\/)?[^/]+$/, "") : "",
    name,
  );
}

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** The platform that a package's name tells: `@oxc-parser/binding-linux-arm-musleabihf`. */
function platformOf(name: string): LockedPackage {
  const words = name.split(/[/@_-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`The name of ${name} does not tell its platform`);
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

function completeLockFile(path: string): number {
  const lock = JSON.parse(readFileSync(path, "utf8")) as LockFile;
  const missing = missingEntries(lock);
  const packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, "en")),
  );
  writeFileSync(path, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  return Object.keys(missing).length;
}

if (import.meta.main) {
  const added = completeLockFile(join(import.meta.dirname, "../package-lock.json"));
  console.log(`package-lock.json: ${added} entries added`);
}
