// One of the processes that do the long tests' runs: it is asked for some at a time.

import { parentPort } from "node:worker_threads";
import { type Asked, ran } from "#test/support/simulator/ran.ts";

parentPort?.on("message", async (asked: readonly Asked[]) => {
  for (const one of asked) parentPort?.postMessage({ asked: one, ran: await ran(one) });
  parentPort?.postMessage("done");
});
