import { Fault } from "#core/fault.ts";
import type { FaultCode } from "#core/fault-code.ts";
import type { Instant } from "#core/instant.ts";
import type { Clock } from "#pipeline/ports/clock.ts";
import type { Dice } from "./dice.ts";
import type { Mishap, MishapPlan } from "./mishap.ts";
import type { Timeline } from "./timeline.ts";

/** One process at work on one thing. Once it has ended, nothing of it goes on. */
export interface Invocation {
  hasEnded: boolean;
  /** Ends it where it stands. */
  crash(): void;
  /** Shows its message to another process, where it works on one. */
  readonly reappear?: () => void;
}

/** A process that nobody hands a message. */
export function process(onCrash: () => void = () => undefined): Invocation {
  const invocation: Invocation = {
    hasEnded: false,
    crash: () => {
      invocation.hasEnded = true;
      onCrash();
    },
  };
  return invocation;
}

/** One call over a boundary. */
export interface Call {
  readonly mishap: Mishap | undefined;
  readonly madeAt: Instant;
  readonly invocation: Invocation;
}

/** The line between the steps and the world: each call over it takes time, and may go wrong. */
export interface Boundaries<Ports> {
  /** The ports for a step of an invocation. */
  portsOf(step: string, invocation: Invocation): Ports;
  /** Every boundary that was crossed before the calm, in the order of first crossing. */
  readonly crossings: readonly Crossed[];
  /** The mishaps that came. */
  readonly came: readonly { readonly boundary: string; readonly occurrence: number; readonly mishap: Mishap }[];
  /** The call that is being made now: the world asks, before its first promise. */
  underWay(): Call | undefined;
}

/** A call takes this long, in milliseconds: enough to let others in between. */
const callMs = { low: 1, high: 9 };

/** A process whose message shows again stalls at most this long, in milliseconds: less than the 30 s that a mail may lag. */
const stallMaxMs = 20_000;

/** What each port that is not the table's can meet, and says when it fails. The mailer answers instead of failing. */
const brands: Readonly<Record<string, FaultCode>> = {
  planQueue: "sqs.unavailable",
  sliceQueue: "sqs.unavailable",
  noticeQueue: "sqs.unavailable",
  quota: "ses.quota-unknown",
};

/** Reads that may be a second behind. */
const laggingReads: ReadonlySet<string> = new Set(["audiences.members", "ledger.openRuns"]);

interface Site {
  readonly name: string;
  readonly port: string;
  readonly run: (given: readonly unknown[]) => Promise<unknown>;
  readonly code: FaultCode;
  readonly byStep: Map<string, Crossed>;
}

/** A boundary: step, port and method. */
export interface Crossed {
  readonly boundary: string;
  /** What can go wrong there. */
  readonly possible: readonly Mishap[];
  /** How often it was crossed before the calm. */
  count: number;
}

export interface BoundarySettings {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly plan: MishapPlan;
  /** From when nothing goes wrong any more. */
  readonly calmFrom: Instant;
  /** How far the clock of a step's function is off, in milliseconds. */
  readonly clockOff: (step: string) => number;
  /** Whether a call ends its process, each time and in every run. */
  readonly isPoison: (step: string, call: string, given: readonly unknown[]) => boolean;
}

export function boundaries<Ports extends object>(
  real: Ports,
  { timeline, dice, plan, calmFrom, clockOff, isPoison }: BoundarySettings,
): Boundaries<Ports> {
  const crossings: Crossed[] = [];
  const came: { boundary: string; occurrence: number; mishap: Mishap }[] = [];
  let underWay: Call | undefined;

  const perform = (site: Site, given: readonly unknown[], call: Call): Promise<unknown> => {
    underWay = call;
    const result = site.run(given);
    underWay = undefined;
    return result;
  };
  const mishapAt = (crossed: Crossed): Mishap | undefined => {
    const { boundary, possible } = crossed;
    const occurrence = crossed.count++;
    if (occurrence === 0) crossings.push(crossed);
    const mishap = plan(boundary, occurrence, possible);
    if (mishap !== undefined) came.push({ boundary, occurrence, mishap });
    return mishap;
  };
  const call = (site: Site, step: string, invocation: Invocation, given: readonly unknown[]): Promise<unknown> => {
    if (invocation.hasEnded) return new Promise(() => undefined);
    const mishap = timeline.now() < calmFrom ? mishapAt(atStep(site, step, invocation)) : undefined;
    const made = { mishap, madeAt: timeline.now(), invocation };
    if (mishap === "reappears") invocation.reappear?.();
    const takesMs = dice.between(callMs.low, callMs.high) + (mishap === "reappears" ? dice.between(0, stallMaxMs) : 0);
    return new Promise((resolve, reject) => {
      timeline.after(takesMs, () => {
        if (invocation.hasEnded) return;
        if (mishap === "crash-before" || isPoison(step, site.name, given)) return invocation.crash();
        if (mishap === "throttled") return refuse(site, resolve, reject);
        const result = perform(site, given, made);
        if (mishap === "crash-after") return invocation.crash();
        if (mishap === "answer-lost") return result.then(() => lose(site, resolve, reject), reject);
        resolve(result);
      });
    });
  };
  const Ports = lazyPorts(real, call, clockOff);
  return {
    crossings,
    came,
    underWay: () => underWay,
    portsOf: (step, invocation) => new Ports(step, invocation) as Ports,
  };
}

function atStep(site: Site, step: string, invocation: Invocation): Crossed {
  const known = site.byStep.get(step);
  if (known !== undefined) return known;
  const found = { boundary: `${step} ${site.name}`, possible: possibleAt(site, invocation), count: 0 };
  site.byStep.set(step, found);
  return found;
}

function possibleAt(site: Site, invocation: Invocation): readonly Mishap[] {
  const sends = site.port.endsWith("Queue") || site.port === "mailer";
  return [
    "crash-before",
    "crash-after",
    ...(site.port === "alarm" ? [] : (["answer-lost", "throttled"] as const)),
    ...(sends ? (["twice", "late"] as const) : []),
    ...(laggingReads.has(site.name) ? (["stale"] as const) : []),
    ...(invocation.reappear === undefined ? [] : (["reappears"] as const)),
    ...(site.port === "mailer" ? (["event-lost"] as const) : []),
  ];
}

function refuse(site: Site, resolve: (value: unknown) => void, reject: (failure: Fault) => void): void {
  if (site.port === "mailer") resolve({ kind: "throttled" });
  else reject(new Fault(site.code, `${site.name} is busy`));
}

function lose(site: Site, resolve: (value: unknown) => void, reject: (failure: Fault) => void): void {
  if (site.port === "mailer") resolve({ kind: "lost" });
  else reject(new Fault(site.code, `${site.name} did not answer`));
}

type MakeCall = (site: Site, step: string, invocation: Invocation, given: readonly unknown[]) => Promise<unknown>;

/** Instances of it are the ports of one invocation, each made when it is first asked for: most steps need a few. */
function lazyPorts(
  real: object,
  call: MakeCall,
  clockOff: BoundarySettings["clockOff"],
): new (
  step: string,
  invocation: Invocation,
) => object {
  class Ports {
    readonly step: string;
    readonly invocation: Invocation;
    constructor(step: string, invocation: Invocation) {
      this.step = step;
      this.invocation = invocation;
    }
  }
  for (const [name, port] of Object.entries(real) as [string, object][]) {
    const Wrapped = name === "clock" ? skewed(port as Clock, clockOff) : wrapped(name, port, call);
    Object.defineProperty(Ports.prototype, name, {
      get(this: Ports) {
        return new Wrapped(this.step, this.invocation);
      },
    });
  }
  return Ports;
}

/** Each function has a clock of its own. Sleeping is no call: to end in it is to end after the call before it. */
function skewed({ now, sleep }: Clock, clockOff: BoundarySettings["clockOff"]) {
  return class Skewed implements Clock {
    readonly now: () => Instant;
    readonly sleep = sleep;
    constructor(step: string, _invocation: Invocation) {
      const offMs = clockOff(step);
      this.now = offMs === 0 ? now : () => now() + offMs;
    }
  };
}

/** Instances of it are the port with every asynchronous function called through `call`; what is computed stays as it is. */
function wrapped(name: string, port: object, call: MakeCall): new (step: string, invocation: Invocation) => object {
  class Wrapped {
    readonly step: string;
    readonly invocation: Invocation;
    constructor(step: string, invocation: Invocation) {
      this.step = step;
      this.invocation = invocation;
    }
  }
  const prototype = Wrapped.prototype as unknown as Record<string, unknown>;
  for (const [method, value] of Object.entries(port)) {
    const isCall = typeof value === "function" && value.constructor.name === "AsyncFunction";
    if (!isCall) {
      prototype[method] = value;
      continue;
    }
    const site: Site = {
      name: `${name}.${method}`,
      port: name,
      run: (given) => value.apply(port, given),
      code: brands[name] ?? "dynamo.unavailable",
      byStep: new Map(),
    };
    prototype[method] = function (this: Wrapped, ...given: unknown[]) {
      return call(site, this.step, this.invocation, given);
    };
  }
  return Wrapped;
}
