/** What the stack and the process of a function say to each other. */

export interface HostFacts {
  readonly name: string;
  readonly arn: string;
  readonly memorySizeMb: number;
  readonly logGroup: string;
}

export interface Invocation {
  readonly id: string;
  /** The event, as JSON. */
  readonly payload: string;
  /** How far the stack's clock is turned ahead of the machine's. */
  readonly offsetMs: number;
  readonly timeoutMs: number;
}

export interface InvocationFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** A function's answer as JSON, or how it failed. */
export type Outcome = { readonly answer: string } | { readonly failure: InvocationFailure };

/** What the host sends back: an outcome with the invocation's id. */
export type HostMessage = { readonly id: string } & Outcome;
