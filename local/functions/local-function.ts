/** A function of the stack: its processes, started when they are first needed and as many as may run at once. */
import { randomUUID } from "node:crypto";
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
  /** The processes that live now. */
  kill(): void;
}

export function createLocalFunction(
  definition: FunctionDefinition,
  { clock, activity, processes, onFailure }: LocalFunctionParts,
): LocalFunction {
  const idle: FunctionProcess[] = [];
  const living = new Set<FunctionProcess>();
  const waiting: ((process: FunctionProcess) => void)[] = [];
  let busy = 0;

  const take = (): FunctionProcess => {
    for (let process = idle.pop(); process; process = idle.pop()) {
      if (process.isAlive()) return process;
      living.delete(process);
    }
    const process = startNew(definition, processes);
    living.add(process);
    return process;
  };
  const acquire = async (): Promise<FunctionProcess> => {
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
  };

  return {
    arn: definition.facts.arn,
    name: definition.facts.name,
    async invoke(payload) {
      const end = activity.begin();
      const process = await acquire();
      try {
        const invocation = { id: randomUUID(), payload, offsetMs: clock.offsetMs(), timeoutMs: definition.timeoutMs };
        const outcome = await process.invoke(invocation);
        if ("failure" in outcome) onFailure(sentenceOf(outcome.failure));
        return outcome;
      } finally {
        release(process);
        end();
      }
    },
    kill() {
      for (const process of living) process.kill();
    },
  };
}

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
