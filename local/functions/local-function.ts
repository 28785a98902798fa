/** A function of the stack: its processes, started when they are first needed and as many as may run at once. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Activity } from "../clock/activity.ts";
import type { Clock } from "../clock/clock.ts";
import { type FunctionProcess, type ProcessOptions, startProcess } from "./function-process.ts";
import type { InvocationFailure, Outcome } from "./invocation.ts";
import type { Processes } from "./processes.ts";

export interface FunctionDefinition extends Omit<ProcessOptions, "onStart"> {
  /** Its name as `GET /calls` shows it. */
  readonly shortName: string;
  readonly timeoutMs: number;
  /** How many processes may run at once. */
  readonly concurrency: number;
}

export interface LocalFunctionParts {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly processes: Processes;
  readonly onFailure: (sentence: string) => void;
}

export interface LocalFunction {
  readonly arn: string;
  readonly name: string;
  /** Runs the function on `payload`, which is JSON; waits where all processes are busy. */
  invoke(payload: string): Promise<Outcome>;
  /** Begins nothing more, and gives what runs `graceMs` to come to its end; resolves when every process is gone. */
  stop(graceMs: number): Promise<void>;
}

export function createLocalFunction(
  definition: FunctionDefinition,
  { clock, activity, processes, onFailure }: LocalFunctionParts,
): LocalFunction {
  const idle: FunctionProcess[] = [];
  const living = new Set<FunctionProcess>();
  const waiting: ((process: FunctionProcess | undefined) => void)[] = [];
  let busy = 0;
  let stopped = false;
  let onQuiet = () => {};

  const take = (): FunctionProcess => {
    for (let process = idle.pop(); process; process = idle.pop()) {
      if (process.isAlive()) return process;
      living.delete(process);
    }
    const process = startNew(definition, processes);
    living.add(process);
    return process;
  };
  const acquire = async (): Promise<FunctionProcess | undefined> => {
    if (stopped) return undefined;
    if (busy >= definition.concurrency) return new Promise((resolve) => void waiting.push(resolve));
    busy += 1;
    return take();
  };
  const release = (process: FunctionProcess) => {
    if (process.isAlive()) idle.push(process);
    else living.delete(process);
    const next = waiting.shift();
    if (next) next(take());
    else busy -= 1;
    if (busy === 0) onQuiet();
  };

  return {
    arn: definition.facts.arn,
    name: definition.facts.name,
    async invoke(payload) {
      const end = activity.begin();
      const process = await acquire();
      if (!process) {
        end();
        return stackStops;
      }
      try {
        const invocation = { id: randomUUID(), payload, offsetMs: clock.offsetMs(), timeoutMs: definition.timeoutMs };
        const outcome = await process.invoke(invocation);
        if ("failure" in outcome && !stopped) onFailure(sentenceOf(outcome.failure));
        return outcome;
      } finally {
        release(process);
        end();
      }
    },
    async stop(graceMs) {
      stopped = true;
      for (const refuse of waiting.splice(0)) refuse(undefined);
      const quiet = new Promise<void>((resolve) => {
        onQuiet = resolve;
      });
      if (busy > 0) await Promise.race([quiet, sleep(graceMs)]);
      await Promise.all([...living].map((process) => process.end()));
    },
  };
}

const stackStops: Outcome = {
  failure: { errorType: "Sandbox.Stopped", errorMessage: "The stack stops", trace: [] },
};

/** As on Lambda, each process has a session token; here it tells which process calls. */
function startNew(definition: FunctionDefinition, processes: Processes): FunctionProcess {
  const token = `local-${randomUUID()}`;
  const environment = { ...definition.environment, AWS_SESSION_TOKEN: token };
  const onStart = ({ pid, isBusy, end }: FunctionProcess) =>
    processes.add(token, { function: definition.shortName, pid, isBusy, end });
  return startProcess({ ...definition, environment, onStart });
}

function sentenceOf({ errorType, errorMessage, trace }: InvocationFailure): string {
  return trace.length > 0 ? trace.join("\n") : `${errorType}: ${errorMessage}`;
}
