// Says in plain words what a schema has against a request.

import type * as z from "zod";
import type { ProblemError } from "./problem.ts";

/** Most errors that are told at once: who sends more of them sends something else. */
const errorsMax = 20;

/** Longest name of a field that is repeated, in characters. */
const nameMaxLength = 60;

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};

type RawIssue = Parameters<NonNullable<z.core.$ZodErrorMap>>[0];

/** The words for what zod has no sentence of ours for. */
export function issueWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case "unrecognized_keys":
      return `has ${list(issue.keys)}, which is not known here`;
    case "invalid_value":
      return `must be ${oneOf(issue.values.map(String))}`;
    case "invalid_union":
      return "has a kind that is not known here";
    case "too_small":
      return `must be ${atLeast(issue.origin)} ${issue.minimum}`;
    case "too_big":
      return `must be ${atMost(issue.origin)} ${issue.maximum}`;
    case "invalid_format":
      return issue.format === "datetime"
        ? "must be a moment with its zone, such as 2026-11-23T09:40:00+01:00"
        : undefined;
    default:
      return undefined;
  }
}

/** What is wrong, by the JSON Pointer of each part of a body. */
export function bodyErrors({ issues }: z.core.$ZodError): ProblemError[] {
  return issues.slice(0, errorsMax).map(({ path, message }) => ({ pointer: pointerTo(path), detail: message }));
}

/** What is wrong, by the name of each parameter of a query. */
export function queryErrors({ issues }: z.core.$ZodError): ProblemError[] {
  return issues.slice(0, errorsMax).map((issue) => {
    const parameter = issue.code === "unrecognized_keys" ? issue.keys[0] : issue.path[0];
    return { parameter: shortened(String(parameter ?? "")), detail: issue.message };
  });
}

/** A JSON Pointer as problem details have it: the fragment of a URL (RFC 6901, 6). */
function pointerTo(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => shortened(String(part)).replace(/~/g, "~0").replace(/\//g, "~1"));
  return `#${parts.map((part) => `/${encodeURIComponent(part.toWellFormed())}`).join("")}`;
}

function list(names: readonly string[]): string {
  return names
    .slice(0, errorsMax)
    .map((name) => `“${shortened(name)}”`)
    .join(", ");
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(", ")}`;
}

function atLeast(origin: string): string {
  return origin === "array" ? "a list with at least" : "at least";
}

function atMost(origin: string): string {
  return origin === "array" ? "a list with at most" : "at most";
}

function shortened(name: string): string {
  return name.length <= nameMaxLength ? name : `${name.slice(0, nameMaxLength)}…`;
}
