import { GCProfiler } from "node:v8";
import { median } from "../median.ts";
import { type Contender, collectGarbage } from "../rounds.ts";

/** How often the same is measured. */
const tries = 9;

/**
 * Bytes that one mail allocates, on V8's heap and beside it, where buffers lie.
 *
 * What was allocated is the growth of both, as long as nothing is cleared away meanwhile. So a try counts only if the
 * garbage collector did not run in it; where it did, the same is tried with half the mails.
 *
 * @param mails how many mails to begin with
 */
export async function allocatedBytes(contender: Contender, mails: number): Promise<number> {
  await contender(mails);
  const found: number[] = [];
  let count = mails;
  while (found.length < tries) {
    const grown = await growth(() => contender(count));
    if (grown !== undefined) found.push(grown / count);
    else if (count === 1) throw new Error("The garbage collector runs within a single mail: nothing can be measured.");
    else count = Math.ceil(count / 2);
  }
  return median(found);
}

/** V8 counts cleared buffers off when it next collects garbage, so that only the second time leaves nothing to be counted. */
function clearMemory(): void {
  collectGarbage();
  collectGarbage();
}

/** By how many bytes memory grew, or undefined where the garbage collector ran. */
async function growth(work: () => Promise<void> | void): Promise<number | undefined> {
  clearMemory();
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.memoryUsage();
  await work();
  const after = process.memoryUsage();
  const collections = profiler.stop()?.statistics.length ?? 0;
  return collections > 0 ? undefined : after.heapUsed - before.heapUsed + (after.external - before.external);
}
