/** One call of an AWS service, and what a service offers to the gateway. */

import type { Demand } from "../access/gate.ts";

/** How a service speaks on the wire. */
export type Protocol = "json" | "query" | "rest";

export interface AwsCall {
  readonly operation: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly path: string;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** An expected no of a service, as the SDK shows it: the code becomes the error's name. */
export interface AwsRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface Operation {
  demands(call: AwsCall): readonly Demand[] | AwsRefusal;
  serve(call: AwsCall, caller: string): Answer | AwsRefusal | Promise<Answer | AwsRefusal>;
}

export interface Service {
  /** The name by which requests are signed, and the prefix of its actions in policies. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly operations: Readonly<Record<string, Operation>>;
}

export function isRefusal(value: object): value is AwsRefusal {
  return "code" in value;
}

export function readJsonBody(call: AwsCall): Record<string, unknown> {
  const body: unknown = call.body.length === 0 ? {} : JSON.parse(call.body.toString("utf8"));
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw new SyntaxError("The body is no object.");
  return body as Record<string, unknown>;
}

export function readQueryBody(call: AwsCall): URLSearchParams {
  return new URLSearchParams(call.body.toString("utf8"));
}

export function jsonAnswer(value: unknown, contentType = "application/x-amz-json-1.0"): Answer {
  return { status: 200, headers: { "content-type": contentType }, body: JSON.stringify(value) };
}
