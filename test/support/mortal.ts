import { Crash } from "./memory/ses.ts";

/** Ports through which a process works that can end at any call. */
export interface Mortal<Ports> {
  readonly ports: Ports;
  /** Asynchronous calls of ports since `dieAt` or the beginning: what is computed needs no world. */
  calls(): number;
  /** Ends the process at the call of this number from now, from 1: before that call does anything, or after. */
  dieAt(call: number, moment: "before" | "after"): void;
  /** Whether it has ended. */
  isDead(): boolean;
  /** A new process takes its place. */
  revive(): void;
}

/** Lets a process end at any call of its ports: from then on every call of it fails, as it is not there any more. */
export function mortal<Ports extends object>(real: Ports): Mortal<Ports> {
  let calls = 0;
  let death: { readonly call: number; readonly moment: "before" | "after" } | undefined;
  let dead = false;

  const call = async (work: () => Promise<unknown>): Promise<unknown> => {
    if (dead) throw new Crash("the process has ended");
    calls += 1;
    const isLast = death !== undefined && calls === death.call;
    if (isLast) dead = true;
    if (isLast && death?.moment === "before") throw new Crash("before the call");
    const result = await work();
    if (isLast) throw new Crash("after the call");
    return result;
  };

  const ports = Object.fromEntries(
    Object.entries(real).map(([name, port]: [string, object]) => [name, wrapped(port, call)]),
  );
  return {
    ports: ports as Ports,
    calls: () => calls,
    dieAt: (number, moment) => {
      calls = 0;
      death = { call: number, moment };
    },
    isDead: () => dead,
    revive: () => {
      dead = false;
      death = undefined;
    },
  };
}

/** The port with every asynchronous function of it called through `call`; others stay as they are. */
function wrapped(port: object, call: (work: () => Promise<unknown>) => Promise<unknown>): object {
  return Object.fromEntries(
    Object.entries(port).map(([name, value]: [string, unknown]) => {
      if (typeof value !== "function" || value.constructor.name !== "AsyncFunction") return [name, value];
      return [name, (...given: unknown[]) => call(() => Promise.resolve(value.apply(port, given)))];
    }),
  );
}
