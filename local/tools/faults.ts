/** Switches faults on and off, and tells which processes live. */
import type { Hono } from "hono";
import { readFault } from "../faults/read-fault.ts";
import type { LocalStack } from "../stack/stack.ts";
import { readBoundedJson } from "./read-json.ts";
import { wrongMethod } from "./wrong-method.ts";

export type FaultsParts = Pick<LocalStack, "faults" | "processes" | "operations">;

export function addFaults(app: Hono, { faults, processes, operations }: FaultsParts): void {
  const standing = () => ({ faults: faults.list() });
  app.get("/faults", (context) => context.json(standing()));
  app.post("/faults", async (context) => {
    const body = await readBoundedJson(context.req.raw);
    if (body === undefined) return context.json({ error: "The body is no JSON." }, 400);
    const fault = readFault(body, operations());
    if ("refused" in fault) return context.json({ error: fault.refused }, 400);
    faults.order(fault);
    return context.json(standing());
  });
  app.delete("/faults", (context) => {
    faults.clear();
    return context.json(standing());
  });
  app.all("/faults", (context) => wrongMethod(context, "GET, HEAD, POST, DELETE"));

  app.get("/processes", (context) =>
    context.json({
      processes: processes.list().map((each) => ({ function: each.function, pid: each.pid, busy: each.isBusy() })),
    }),
  );
  app.all("/processes", (context) => wrongMethod(context, "GET, HEAD"));
}
