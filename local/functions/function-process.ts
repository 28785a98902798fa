/** One process of a function: it takes one invocation at a time, as an execution environment of Lambda does. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { HostFacts, HostMessage, Invocation, InvocationFailure, Outcome } from "./invocation.ts";
import { lines } from "./lines.ts";

const HOST = fileURLToPath(new URL("./host.ts", import.meta.url));

export interface ProcessOptions {
  readonly facts: HostFacts;
  readonly taskRoot: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Hears that the process has begun, and gives what to call when it is gone. */
  readonly onStart: (process: FunctionProcess) => () => void;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

export interface FunctionProcess {
  /** Runs one invocation; a process that passed its time-out or died is not alive afterwards. */
  invoke(invocation: Invocation): Promise<Outcome>;
  readonly pid: number;
  isAlive(): boolean;
  isBusy(): boolean;
  /** Kills it, and waits until the system has taken it away. */
  end(): Promise<void>;
}

export function startProcess(options: ProcessOptions): FunctionProcess {
  const { facts, taskRoot, handler, environment } = options;
  const child = fork(HOST, [taskRoot, handler, JSON.stringify(facts)], {
    cwd: taskRoot,
    env: environment,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  if (child.stdout) lines(child.stdout, (line) => options.onLine(line, "stdout"));
  if (child.stderr) lines(child.stderr, (line) => options.onLine(line, "stderr"));
  let alive = true;
  let busy = false;
  const gone = new Promise<void>((resolve) => {
    const die = () => {
      alive = false;
      resolve();
    };
    child.on("exit", die).on("error", die);
  });
  const kill = () => {
    alive = false;
    child.kill("SIGKILL");
  };
  const process: FunctionProcess = {
    pid: child.pid ?? 0,
    isAlive: () => alive,
    isBusy: () => busy,
    end() {
      kill();
      return gone;
    },
    async invoke(invocation) {
      busy = true;
      const outcome = await converse(child, invocation);
      busy = false;
      if (outcome === "timed out") {
        kill();
        const seconds = (invocation.timeoutMs / 1000).toFixed(2);
        return { failure: failure("Sandbox.Timedout", `Task timed out after ${seconds} seconds`) };
      }
      return outcome;
    },
  };
  void gone.then(options.onStart(process));
  return process;
}

function converse(child: ChildProcess, invocation: Invocation): Promise<Outcome | "timed out"> {
  return new Promise((resolve) => {
    const finish = (outcome: Outcome | "timed out") => {
      clearTimeout(timer);
      child.off("message", onMessage).off("exit", onExit).off("error", onError);
      resolve(outcome);
    };
    const onMessage = (message: unknown) => {
      const said = message as HostMessage;
      if (said.id === invocation.id) finish("answer" in said ? { answer: said.answer } : { failure: said.failure });
    };
    const onExit = (code: number | null, signal: string | null) => {
      finish({
        failure: failure("Runtime.ExitError", `The function's process ended with ${signal ?? `status ${code}`}`),
      });
    };
    const onError = (error: Error) => finish({ failure: failure("Runtime.Error", error.message) });
    const timer = setTimeout(() => finish("timed out"), invocation.timeoutMs);
    child.on("message", onMessage).on("exit", onExit).on("error", onError);
    child.send(invocation, (error) => {
      if (error) onError(error);
    });
  });
}

function failure(errorType: string, errorMessage: string): InvocationFailure {
  return { errorType, errorMessage, trace: [] };
}
