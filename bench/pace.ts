import { type LanesResult, sendByLanes } from "./lanes.ts";
import { median } from "./median.ts";
import type { Row } from "./row.ts";

const rates = [14, 100, 200];
const laneCounts = [2, 3, 4];
const seeds = [1, 2, 3];

/** At least so many slices a run, and the same number for each lane. */
const slicesLeast = 20;

/** What the lanes are held to, as shares. */
const usedLeast = 0.96;
const throttledMost = 0.001;

/** How much of the rate given to them the lanes use, and how often they are throttled for it. */
export async function pace(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const rate of rates) {
    const tried: { readonly lanes: number; readonly results: readonly LanesResult[] }[] = [];
    for (const lanes of laneCounts) tried.push({ lanes, results: await tries(rate, lanes) });
    rows.push(usedRow(rate, tried), throttledRow(rate, tried));
  }
  return rows;
}

type Tried = readonly { readonly lanes: number; readonly results: readonly LanesResult[] }[];

async function tries(rate: number, lanes: number): Promise<readonly LanesResult[]> {
  const results: LanesResult[] = [];
  const slices = lanes * Math.ceil(slicesLeast / lanes);
  for (const seed of seeds) results.push(await sendByLanes({ rate, lanes, slices, seed }));
  return results;
}

/** Of 2, 3 and 4 lanes those count that do worst: an operator may choose any. */
function usedRow(rate: number, tried: Tried): Row {
  const shares = tried.map(({ results }) => median(results.map(({ share }) => share)));
  const ours = Math.min(...shares);
  return {
    id: `pace-${rate}-used`,
    what: `share used of the rate given to the lanes, at ${rate} a second, least of ${laneCounts.join(", ")} lanes`,
    ours,
    peer: null,
    ratio: ours,
    bar: `≥ ${usedLeast}`,
    holds: ours >= usedLeast,
  };
}

function throttledRow(rate: number, tried: Tried): Row {
  const ours = Math.max(...tried.map(({ results }) => median(results.map(({ throttled }) => throttled))));
  return {
    id: `pace-${rate}-throttled`,
    what: `share of submissions throttled, at ${rate} a second, most of ${laneCounts.join(", ")} lanes`,
    ours,
    peer: null,
    ratio: ours,
    bar: `≤ ${throttledMost}`,
    holds: ours <= throttledMost,
  };
}
