// Looks for inputs that break the readers, guided by what code they reach: npm run fuzz -- --minutes 60 [--seed 7] [--findings <folder>]
//
// It starts from the golden material, damages it, and keeps what reaches new code to damage it further. What breaks a
// promise, throws or takes over a second is written to the folder of findings, with the reason beside it.

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newsIn } from "#adapters/web/read-news.ts";
import { coverageOf } from "./coverage.ts";
import { dice, goldenMaterial, type Input, mutation } from "./mutation.ts";
import { brokenPromise } from "./promises.ts";

/** Inputs between two looks at the coverage: a look costs as much as some tens of them. */
const batchSize = 50;

/** Processor time of one input from which it is a finding, in ms. */
const slowMs = 1_000;

/** Most inputs that are kept to be damaged further, and largest of them in bytes. */
const keptMax = 5_000;
const keptMaxBytes = 100_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    findings: { type: "string", default: join(tmpdir(), "bulletin-fuzz") },
  },
});
const roll = dice(Number(values.seed));
const coverage = await coverageOf("/lambda/");
const material: Buffer[] = goldenMaterial();
const golden = material.length;
const endsAt = Date.now() + Number(values.minutes) * 60_000;
let tried = 0;
let found = 0;
let slowest = 0;
let toldAt = Date.now();

for (const bytes of material) attempt({ bytes });
await coverage.takeNew();
while (Date.now() < endsAt) {
  const batch = Array.from({ length: batchSize }, () => mutation(material, roll));
  for (const input of batch) attempt(input);
  if (await coverage.hasNew()) await keepWhatIsNew(batch);
  if (Date.now() - toldAt > 60_000) tell();
}
tell();
process.exitCode = found > 0 ? 1 : 0;

function attempt(input: Input): void {
  tried++;
  const before = process.cpuUsage();
  let reason: string | undefined;
  try {
    reason = brokenPromise(newsIn({ ...input, url: "https://hostile.example/page" }));
  } catch (error) {
    reason = error instanceof Error ? error.stack : String(error);
  }
  const { user, system } = process.cpuUsage(before);
  const tookMs = (user + system) / 1_000;
  slowest = Math.max(slowest, tookMs);
  if (tookMs > slowMs) reason ??= `took ${Math.round(tookMs)} ms`;
  if (reason !== undefined) keepFinding(input, reason);
}

function keepFinding({ bytes, charset }: Input, reason: string): void {
  found++;
  mkdirSync(values.findings, { recursive: true });
  const path = join(values.findings, createHash("sha256").update(bytes).digest("hex").slice(0, 16));
  writeFileSync(path, bytes);
  writeFileSync(`${path}.txt`, `charset: ${charset ?? "none"}\n${reason}\n`);
  console.error(`found ${path}: ${reason.split("\n")[0]}`);
}

/** Runs the batch once more, one by one, to see which of it reaches new code. */
async function keepWhatIsNew(batch: readonly Input[]): Promise<void> {
  for (const input of batch) {
    attempt(input);
    if (!(await coverage.takeNew()) || input.bytes.length > keptMaxBytes) continue;
    if (material.length >= keptMax) material.splice(golden + roll(material.length - golden), 1);
    material.push(input.bytes);
  }
}

function tell(): void {
  toldAt = Date.now();
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1_024);
  console.info(
    `${tried} inputs, ${material.length - golden} kept, ${coverage.total()} parts reached, ${found} findings, slowest ${Math.round(slowest)} ms, ${memoryMb} MB (seed ${values.seed})`,
  );
}
