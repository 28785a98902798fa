/**
 * Measures what must be fast, prints a table, and writes `bench/results/<name>.json`.
 *
 * `npm run bench` measures everything, `npm run bench -- compose planning` only these. It ends in 1 when a bar is missed.
 */
import { writeFile } from "node:fs/promises";
import type { Bench, Row } from "./row.ts";

/** Every bench by name; each is loaded only when it is run, so that no peer's code lies in another's memory. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  idle: async () => (await import("./idle.ts")).idle,
  start: async () => (await import("./start.ts")).start,
  alert: async () => (await import("./alert.ts")).alert,
  requests: async () => (await import("./requests.ts")).requests,
  compose: async () => (await import("./compose.ts")).composeBench,
  sender: async () => (await import("./sender.ts")).senderBench,
  bundle: async () => (await import("./bundle.ts")).bundleBench,
  planning: async () => (await import("./planning.ts")).planning,
  pace: async () => (await import("./pace.ts")).pace,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

let missed = 0;
for (const [name, load] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const bench = await load();
  const rows = await bench();
  print(name, rows);
  await writeFile(new URL(`results/${name}.json`, import.meta.url), `${JSON.stringify(rows, undefined, 2)}\n`);
  missed += rows.filter((row) => !row.holds).length;
}
console.log(missed === 0 ? "Every bar holds." : `${missed} missed.`);
process.exitCode = missed === 0 ? 0 : 1;

function print(name: string, rows: readonly Row[]): void {
  console.log(`\n${name}`);
  const cells = rows.map((row) => [
    row.holds ? "holds" : "MISSED",
    row.what,
    figure(row.ours),
    row.peer === null ? "" : figure(row.peer),
    row.ratio === null ? "" : figure(row.ratio),
    row.bar,
  ]);
  const table = [["", "what", "ours", "peer", "ratio", "bar"], ...cells];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

/** Three digits that mean something are enough to compare by. */
function figure(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}
