/**
 * The process of one function, in the place of Lambda's runtime: loads the bundle, takes one invocation at a time.
 *
 * It gets the folder of the bundle and the handler's name as arguments, so that the function's environment holds
 * just what the template and Lambda give it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { HostFacts, Invocation, InvocationFailure } from "./invocation.ts";
import { setDateOffset } from "./turned-date.ts";

/** Lambda looks for these, in this order. */
const EXTENSIONS = ["js", "mjs", "cjs"];

type Handler = (event: unknown, context: unknown) => unknown;

const [taskRoot = "", handlerName = "", facts = "{}"] = process.argv.slice(2);
const { name, arn, memorySizeMb, logGroup } = JSON.parse(facts) as HostFacts;

// Nothing of the stack outlives the process that started it, even where that one was killed.
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group; the stack itself stops its functions.
process.on("SIGINT", () => undefined);

const handler = loadHandler();
// A failure to load is the answer to the first invocation.
handler.catch(() => undefined);

process.on("message", (invocation: Invocation) => {
  setDateOffset(invocation.offsetMs);
  void answer(invocation);
});

async function answer(invocation: Invocation): Promise<void> {
  try {
    const result = await (await handler)(JSON.parse(invocation.payload), contextOf(invocation));
    process.send?.({ id: invocation.id, answer: JSON.stringify(result) ?? "null" });
  } catch (error) {
    process.send?.({ id: invocation.id, failure: failureOf(error) });
  }
}

async function loadHandler(): Promise<Handler> {
  const dot = handlerName.lastIndexOf(".");
  const [module, member] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const file = EXTENSIONS.map((extension) => join(taskRoot, `${module}.${extension}`)).find(existsSync);
  if (!file) throw new Error(`Cannot find module '${module}' in ${taskRoot}`);
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown> & {
    default?: Record<string, unknown>;
  };
  const found = loaded[member] ?? loaded.default?.[member];
  if (typeof found !== "function") throw new Error(`${handlerName} is undefined or not exported`);
  return found as Handler;
}

function contextOf(invocation: Invocation): unknown {
  // Elapsed time is counted by a clock that turns do not touch.
  const endsAt = performance.now() + invocation.timeoutMs;
  return {
    awsRequestId: invocation.id,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memorySizeMb),
    logGroupName: logGroup,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(endsAt - performance.now())),
  };
}

function failureOf(error: unknown): InvocationFailure {
  if (!(error instanceof Error)) return { errorType: "Error", errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}
