/** Runs `npm start` for a test: a process of its own, free ports, a folder of its own, one synthesis for all. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunFile } from "#local/run-file.ts";
import type { OperatorDoor } from "#local/stack/stack.ts";
import { synthesize } from "#local/synthesize.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** A start that is not ready by then has failed; the first makes the stack. */
const LONGEST_START_MS = 60_000;

export interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  Outputs?: Record<string, unknown>;
}

export interface LocalStackOptions {
  /** A folder with the data of an earlier run; its owner removes it. */
  readonly data?: string;
  /** Changes the synthesized templates, by the name of their stack, before they are run. */
  readonly mutateTemplate?: ((templates: Record<string, Template>) => void) | undefined;
  /** Another assembly than the project's. */
  readonly assembly?: string;
  readonly environment?: Record<string, string>;
}

export interface Message {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly sentAt: string;
  readonly tags: Record<string, string>;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LocalStack {
  /** The origin of the site. */
  readonly site: string;
  /** The origin of the local tools. */
  readonly local: string;
  /** What `run.json` and `operator.json` say. */
  readonly run: RunFile & OperatorDoor;
  readonly data: string;
  readonly process: ChildProcess;
  /** What the stack printed, both streams. */
  output(): string;
  /** Ends it as Ctrl-C does; gives its exit code. */
  stop(): Promise<number | null>;
  /** Turns the clock by an ISO duration; gives the new time. */
  advance(duration: string): Promise<string>;
  messages(to?: string): Promise<readonly Message[]>;
  source(id: string): Promise<Buffer>;
  /** Runs the command line against this stack. */
  bulletin(...words: string[]): Promise<Ran>;
  /** What was denied so far. */
  denied(): Promise<readonly { readonly function: string; readonly service: string; readonly operation: string }[]>;
}

export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const own = options.data === undefined ? mkdtempSync(join(tmpdir(), "bulletin-")) : undefined;
  const data = options.data ?? own ?? "";
  const assembly = await assemblyFor(options, data);
  const started = launch({ ...options.environment, BULLETIN_DATA: data, BULLETIN_ASSEMBLY: assembly });
  await started.ready;
  const read = (name: string) => JSON.parse(readFileSync(join(data, name), "utf8")) as object;
  const run = { ...read("run.json"), ...read("operator.json") } as RunFile & OperatorDoor;
  const get = async (path: string) => (await fetch(run.local + path)).json();
  return {
    site: run.site,
    local: run.local,
    run,
    data,
    process: started.child,
    output: started.output,
    async stop() {
      started.child.kill("SIGTERM");
      const code = await started.ended;
      if (own) rmSync(own, { recursive: true, force: true });
      return code;
    },
    async advance(duration) {
      const body = JSON.stringify({ advance: duration });
      const answer = await fetch(`${run.local}/clock`, { method: "POST", body });
      if (answer.status !== 200) throw new Error(`The clock answered ${answer.status}: ${await answer.text()}`);
      return ((await answer.json()) as { now: string }).now;
    },
    messages: (to) =>
      get(`/mailbox/messages${to === undefined ? "" : `?to=${encodeURIComponent(to)}`}`) as Promise<Message[]>,
    async source(id) {
      const answer = await fetch(`${run.local}/mailbox/messages/${encodeURIComponent(id)}/source`);
      return Buffer.from(await answer.arrayBuffer());
    },
    bulletin: (...words) => runNode([join(ROOT, "bin", "bulletin.ts"), ...words], { BULLETIN_DATA: data }),
    denied: async () => ((await get("/calls?denied=true")) as { calls: [] }).calls,
  };
}

/** `node local/start.ts` as it is, for tests of how it refuses to start. */
export async function tryStart(environment: Record<string, string>): Promise<Ran> {
  return runNode([join(ROOT, "local", "start.ts")], { PORT: "0", LOCAL_PORT: "0", ...environment });
}

function launch(environment: Record<string, string>) {
  const env = { ...process.env, PORT: "0", LOCAL_PORT: "0", ...environment };
  const child = spawn(process.execPath, [join(ROOT, "local", "start.ts")], { cwd: ROOT, env });
  let said = "";
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not ready in ${LONGEST_START_MS} ms: ${said}`)), LONGEST_START_MS);
    const hear = (chunk: Buffer) => {
      said += chunk.toString("utf8");
      if (/^Bulletin is ready/m.test(said)) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended
      .then((code) => reject(new Error(`The start ended with ${code}: ${said}`)))
      .finally(() => clearTimeout(timer));
  });
  return { child, ended, ready, output: () => said };
}

async function assemblyFor(options: LocalStackOptions, data: string): Promise<string> {
  const made = options.assembly
    ? { folder: options.assembly }
    : await synthesize({ root: ROOT, environment: process.env });
  if ("refused" in made) throw new Error(made.refused);
  return options.mutateTemplate ? mutated(made.folder, join(data, "assembly"), options.mutateTemplate) : made.folder;
}

function mutated(from: string, to: string, mutate: (templates: Record<string, Template>) => void): string {
  cpSync(from, to, { recursive: true });
  const files = readdirSync(to).filter((name) => name.endsWith(".template.json"));
  const templates = Object.fromEntries(
    files.map((name) => [
      name.replace(".template.json", ""),
      JSON.parse(readFileSync(join(to, name), "utf8")) as Template,
    ]),
  );
  mutate(templates);
  for (const [stack, template] of Object.entries(templates)) {
    writeFileSync(join(to, `${stack}.template.json`), JSON.stringify(template));
  }
  return to;
}

function runNode(words: readonly string[], environment: Record<string, string>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: ROOT, env: { ...process.env, ...environment } });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") }),
    );
  });
}
