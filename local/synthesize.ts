/** Gives the folder of this project's synthesized stack; it is made again only when something that goes into it changed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What goes into the assembly, beside the packages that the lock file names. */
const INPUTS = [
  "bin",
  "bulletin.config.ts",
  "cdk.json",
  "lambda",
  "lib",
  "package-lock.json",
  "templates",
  "tsconfig.json",
];

/** Made from `templates`, so no input. */
const NOT_INPUTS = new Set(["templates/compiled"]);

/** So many assemblies are kept, the newest. */
const KEPT = 3;

/** A synthesis takes some 10 s; one that takes longer than this has died. */
const LONGEST_SYNTHESIS_MS = 120_000;
const LOOK_EVERY_MS = 100;

export interface SynthesisOptions {
  /** The project's folder. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Told when the stack has to be made, which takes some seconds. */
  readonly onStart?: () => void;
}

/** The assembly's folder, or what the synthesis said where it failed. */
export async function synthesize(
  options: SynthesisOptions,
): Promise<{ readonly folder: string } | { readonly refused: string }> {
  const { root } = options;
  const shelf = join(root, "cdk.out", "local");
  const folder = join(shelf, inputHash(root));
  if (existsSync(folder)) return { folder };
  mkdirSync(shelf, { recursive: true });
  const draft = `${folder}.draft`;
  if (!claim(draft)) return waitFor(folder, draft, options);
  options.onStart?.();
  try {
    const refused = await make(draft, options);
    if (refused !== undefined) return { refused };
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  dropOld(shelf);
  return { folder };
}

/** Makes the draft's folder; false where another process has made it and is at work. */
function claim(draft: string): boolean {
  if (existsSync(draft) && Date.now() - statSync(draft).ctimeMs > LONGEST_SYNTHESIS_MS) {
    rmSync(draft, { recursive: true, force: true });
  }
  try {
    mkdirSync(draft);
    return true;
  } catch {
    return false;
  }
}

async function waitFor(folder: string, draft: string, options: SynthesisOptions): ReturnType<typeof synthesize> {
  while (existsSync(draft) && Date.now() - statSync(draft).ctimeMs < LONGEST_SYNTHESIS_MS) await sleep(LOOK_EVERY_MS);
  return existsSync(folder) ? { folder } : synthesize(options);
}

async function make(folder: string, { root, environment }: SynthesisOptions): Promise<string | undefined> {
  const build = join(root, "templates", "build.ts");
  const built = existsSync(build) ? await run(build, root, environment) : undefined;
  return built ?? (await run(join(root, "bin", "app.ts"), root, { ...environment, CDK_OUTDIR: folder }));
}

/** What a script complained, where it failed. */
function run(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    // A start that is stopped takes its child with it.
    const kill = () => child.kill();
    process.once("exit", kill);
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => {
      process.off("exit", kill);
      resolve(code === 0 ? undefined : Buffer.concat(said).toString("utf8").trim() || `${script} ended with ${code}`);
    });
  });
}

/** A name for everything that goes into the assembly, as it is now. */
export function inputHash(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of INPUTS.flatMap((input) => filesUnder(root, input))) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex").slice(0, 32);
}

function filesUnder(root: string, path: string): readonly string[] {
  if (NOT_INPUTS.has(path) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`));
}

function dropOld(shelf: string): void {
  const made = readdirSync(shelf)
    .filter((name) => !name.endsWith(".draft"))
    .map((name) => ({ name, at: statSync(join(shelf, name)).ctimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of made.slice(KEPT)) rmSync(join(shelf, name), { recursive: true, force: true });
}
