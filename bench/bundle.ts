/**
 * The sender's bundle as it is deployed: how many bytes it has, and how long it takes to start.
 *
 * Its start is that of a whole process, as Lambda's is, beside a process that does nothing. Two moments of it are measured.
 * The bar is on the first: Node has begun, and the bundle is read, compiled and run, down to the first setting that it
 * misses here. The second is told beside it: the bundle has signed its question for the keys of links, and its first bytes
 * have gone out over TLS. What comes then is up to the network and to Secrets Manager.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readSettings } from "#local/settings.ts";
import { synthesize } from "#local/synthesize.ts";
import { type RawResource, readAssembly } from "#local/template/assembly.ts";
import { median } from "./median.ts";
import { interleaved, timesLess, wallMs } from "./rounds.ts";
import type { Row } from "./row.ts";

const bundleMaxBytes = 450_000;
const startMax = 2.6;

export async function bundleBench(): Promise<readonly Row[]> {
  const sender = await synthesizedSender();
  return [sizeRow(sender.path), ...(await startRows(sender))];
}

function sizeRow(path: string): Row {
  const bytes = statSync(path).size;
  const holdsMjml = /mjml2html|mjml-core/i.test(readFileSync(path, "utf8"));
  return {
    id: "bundle-size",
    what: `the sender's bundle, ${holdsMjml ? "with" : "without"} MJML, bytes`,
    ours: bytes,
    peer: null,
    ratio: null,
    bar: "≤ 450,000 bytes and no MJML",
    holds: bytes <= bundleMaxBytes && !holdsMjml,
  };
}

async function startRows({ path, environment }: SynthesizedSender): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bulletin-bench-"));
  const door = await openDoor();
  try {
    const nothing = join(folder, "nothing.mjs");
    writeFileSync(nothing, "process.exit(0);\n");
    const importing = join(folder, "importing.mjs");
    const ends = `(${JSON.stringify(pathToFileURL(path).href)}).then(() => process.exit(1), () => process.exit(0));\n`;
    writeFileSync(importing, ["import", ends].join(""));
    const told = { ...environment, ...accessTo(door.endpoint) };
    const { loaded, asking, node } = await interleaved(
      {
        // Without a setting it goes no further than that: it is loaded.
        loaded: () => ended(startNode(importing, {})),
        asking: () => ended(startNode(importing, told), door),
        node: () => ended(startNode(nothing, {})),
      },
      { rounds: 31, mails: {}, meter: wallMs },
    );
    const row = (id: string, what: string, ours: readonly number[], bar: string, most: number): Row => {
      const ratio = timesLess(node, ours);
      return { id, what, ours: median(ours), peer: median(node), ratio, bar, holds: ratio <= most };
    };
    const beside = "beside one of Node alone, ms";
    return [
      row(
        "bundle-start",
        `a process that loads the sender's bundle, ${beside}`,
        loaded,
        `≤ ${startMax} times`,
        startMax,
      ),
      row("bundle-ask", `the same until it asks for its keys, ${beside}`, asking, "reported", Number.POSITIVE_INFINITY),
    ];
  } finally {
    door.close();
    rmSync(folder, { recursive: true });
  }
}

interface SynthesizedSender {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The sender's file and environment in the synthesized stack; what only a deploy can tell is made up. */
async function synthesizedSender(): Promise<SynthesizedSender> {
  const settings = readSettings();
  if ("refused" in settings) throw new Error(settings.refused);
  const root = fileURLToPath(new URL("..", import.meta.url));
  const synthesized = await synthesize({ root, environment: settings.environment });
  if ("refused" in synthesized) throw new Error(synthesized.refused);
  const assembly = readAssembly(synthesized.folder);
  const resources = assembly.templates.flatMap((template) => Object.values(template.resources));
  const send = resources.find(({ Properties }) => Properties?.["Description"] === "Bulletin: send");
  const { S3Key: key } = (send?.Properties?.["Code"] ?? {}) as { readonly S3Key?: string };
  const folder = key === undefined ? undefined : assembly.assetFolder(key);
  if (send === undefined || folder === undefined) throw new Error("The synthesized stack has no sender.");
  return { path: join(folder, "index.mjs"), environment: environmentOf(send) };
}

function environmentOf({ Properties }: RawResource): Record<string, string> {
  const { Variables: variables = {} } = (Properties?.["Environment"] ?? {}) as {
    readonly Variables?: Readonly<Record<string, unknown>>;
  };
  const madeUp = (name: string): string =>
    /_(URL|ORIGIN)$/.test(name) ? "https://bench.example" : `bench-${name.toLowerCase()}`;
  const told = Object.entries(variables).map(([name, value]) => [
    name,
    typeof value === "string" ? value : madeUp(name),
  ]);
  return Object.fromEntries(told) as Record<string, string>;
}

function accessTo(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "AKIDBENCH",
    AWS_SECRET_ACCESS_KEY: "a secret that only this bench has",
    AWS_ENDPOINT_URL: endpoint,
  };
}

/** What stands in the place of Secrets Manager: it says when somebody asks, and answers nothing. */
interface Door {
  readonly endpoint: string;
  readonly knocks: EventEmitter;
  close(): void;
}

async function openDoor(): Promise<Door> {
  const knocks = new EventEmitter();
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => knocks.emit("knock"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { endpoint: `https://127.0.0.1:${port}`, knocks, close: () => void server.close() };
}

function startNode(file: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [file], { env, stdio: ["ignore", "ignore", "inherit"] });
}

/** Resolves when the process has ended: by itself, or because it has knocked at the door and was killed. */
async function ended(child: ChildProcess, door?: Door): Promise<void> {
  const exit = once(child, "exit");
  if (door !== undefined) {
    const first = await Promise.race([once(door.knocks, "knock"), exit.then(() => "ended" as const)]);
    if (first === "ended") throw new Error("The sender ended before it asked for its keys.");
    child.kill("SIGKILL");
  }
  const [code] = (await exit) as [number | null];
  if (door === undefined && code !== 0) throw new Error(`A process that was to end well ended with ${code}.`);
}
