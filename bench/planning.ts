import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { median } from "./median.ts";
import type { Planned } from "./planning/planner.ts";
import type { Row } from "./row.ts";

const endpointFile = new URL("./planning/endpoint.ts", import.meta.url);
const plannerFile = new URL("./planning/planner.ts", import.meta.url);

const few = 100_000;
const many = 1_000_000;
const shards = 16;
const rounds = 3;

/** The memory of the planning function, in MB: `lib/plan.ts`. */
const functionMB = 512;

/** Lambda starts Node with a tenth of the function's memory for new objects, in two halves, and the rest for old ones. */
const asOnLambda = [
  `--max-semi-space-size=${Math.floor(functionMB / 20)}`,
  `--max-old-space-size=${Math.floor(functionMB * 0.9)}`,
];

const MiB = 1024 * 1024;

/** Design: the planner's memory is bounded, in MiB, and hardly grows with the audience; its time grows with it alone. */
const residentMostMiB = 256;
const growthMost = 1.2;
const timesLeast = 8;
const timesMost = 12;

/** What planning takes of memory and time, by the size of the audience. */
export async function planning(): Promise<readonly Row[]> {
  const all: { readonly few: Planned[]; readonly many: Planned[] } = { few: [], many: [] };
  // By turns, so that what else the machine does meets both alike.
  for (let round = 0; round < rounds; round++) {
    all.few.push(await plan(few));
    all.many.push(await plan(many));
  }
  const [small, large] = [middle(all.few), middle(all.many)];
  const growth = large.residentMiB / small.residentMiB;
  const times = large.seconds / small.seconds;
  return [
    residentRow(few, small.residentMiB),
    residentRow(many, large.residentMiB),
    {
      id: "planning-growth",
      what: "planner's memory with 1,000,000 subscribers, times that with 100,000",
      ours: growth,
      peer: null,
      ratio: growth,
      bar: `1 ± 0.2`,
      holds: growth <= growthMost && growth >= 2 - growthMost,
    },
    {
      id: "planning-time",
      what: "time to plan 1,000,000 subscribers, times that for 100,000",
      ours: times,
      peer: null,
      ratio: times,
      bar: `${timesLeast}–${timesMost}`,
      holds: times >= timesLeast && times <= timesMost,
    },
    {
      id: "planning-seconds",
      what: "planning 1,000,000 subscribers, s",
      ours: large.seconds,
      peer: null,
      ratio: null,
      bar: "reported",
      holds: true,
    },
  ];
}

function residentRow(subscribers: number, ours: number): Row {
  return {
    id: `planning-${subscribers}-resident`,
    what: `planner's resident memory, ${subscribers.toLocaleString("en")} subscribers, MiB`,
    ours,
    peer: null,
    ratio: null,
    bar: `≤ ${residentMostMiB}`,
    holds: ours <= residentMostMiB,
  };
}

function middle(planned: readonly Planned[]): { readonly residentMiB: number; readonly seconds: number } {
  return {
    residentMiB: median(planned.map(({ residentBytes }) => residentBytes / MiB)),
    seconds: median(planned.map(({ ms }) => ms / 1000)),
  };
}

async function plan(subscribers: number): Promise<Planned> {
  const endpoint = start(endpointFile, [], [String(shards)]);
  const [port] = (await once(endpoint.stdout, "data")) as [Buffer];
  try {
    const planner = start(plannerFile, asOnLambda, [
      `http://127.0.0.1:${port.toString("utf8").trim()}`,
      String(shards),
      String(subscribers),
    ]);
    const [said] = await Promise.all([text(planner.stdout), once(planner, "close")]);
    if (said === "") throw new Error("the planner said nothing");
    return JSON.parse(said) as Planned;
  } finally {
    endpoint.stdin.end();
    await once(endpoint, "close");
  }
}

function start(file: URL, flags: readonly string[], words: readonly string[]) {
  const stdio = ["pipe", "pipe", "inherit"] as const;
  return spawn(process.execPath, [...flags, fileURLToPath(file), ...words], { stdio: [...stdio] });
}
