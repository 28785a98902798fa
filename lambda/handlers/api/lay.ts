// Lays an operation at its address: who asks, whether it fits, once or again, and how it is answered.

import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import type * as z from "zod";
import { answerOnce, type OnceOutcome } from "#pipeline/answer-once.ts";
import type { KeyMemory } from "#pipeline/key-memory.ts";
import type { GivenAnswer } from "#pipeline/ports/given-answers.ts";
import type { Log } from "#pipeline/ports/log.ts";
import { type Admitted, admit } from "./admit.ts";
import { parseJson } from "./body.ts";
import type { ApiPorts, Asked, Done, Operation } from "./operation.ts";
import { type Problem, writtenProblem } from "./problem.ts";
import { bodyErrors, issueWords, queryErrors } from "./schema-words.ts";
import { bodyTag, isNamed } from "./tags.ts";

/** When to ask again while the same request is being answered, in seconds. */
const underWaySeconds = 2;

/** What operations are laid with. */
export interface LayParts {
  readonly app: Hono;
  readonly ports: ApiPorts;
  readonly memory: KeyMemory;
  readonly log: Log;
}

/** Lays the operation at its address. */
export function layOperation(parts: LayParts, operation: Operation): void {
  const path = operation.path.replace(/\{(\w+)\}/g, ":$1");
  parts.app.on(operation.method, path, async (context) => {
    const written = await answerTo(parts, operation, context);
    return new Response(written.status === 304 ? null : written.body, {
      status: written.status,
      headers: { "Cache-Control": "no-store", ...written.headers },
    });
  });
}

async function answerTo(parts: LayParts, operation: Operation, context: Context): Promise<GivenAnswer> {
  const { ports, memory, log } = parts;
  const admitted = await admit(ports, memory, operation, context);
  if ("problem" in admitted) return writtenProblem(admitted);
  const asked = fitting(operation, context, admitted);
  if ("problem" in asked) return writtenProblem(asked);
  const { key, topic, bytes, name } = admitted;
  const act = async () => {
    const answer = written(await operation.answer(ports, asked));
    const { status } = answer;
    // Who changed what can be looked up; reading is not told, and nothing of the body is.
    if (operation.method !== "GET") log.info("api.changed", { operation: operation.id, key: key.id, topic, status });
    return answer;
  };
  if (name === undefined) return conditional(context, await act());
  const said = createHash("sha256").update(`${operation.method} ${context.req.path} `).update(bytes);
  return repeated(await answerOnce(ports, { owner: key.id, name, asked: said.digest("base64url") }, act));
}

/** What is asked, or what is wrong with it. */
function fitting(operation: Operation, context: Context, admitted: Admitted): Asked<unknown, unknown> | Problem {
  const { key, topic, bytes } = admitted;
  const number = context.req.param("number") ?? "";
  const development = /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0;
  const query = operation.query?.safeParse(context.req.query(), { error: issueWords });
  if (query?.success === false) {
    return { problem: "validation", detail: "The query is not what it should be.", errors: queryErrors(query.error) };
  }
  const body = operation.body === undefined ? undefined : fittingBody(operation.body, bytes);
  if (body !== undefined && "problem" in body) return body;
  const ifMatch = operation.takesIfMatch === true ? context.req.header("If-Match") : undefined;
  const source = context.req.param("source") ?? "";
  return { key, topic, development, source, query: query?.data, body: body?.value, ifMatch };
}

function fittingBody(
  { schema, choose }: NonNullable<Operation["body"]>,
  bytes: Uint8Array,
): { readonly value: unknown } | Problem {
  const parsed = parseJson(bytes);
  if ("problem" in parsed) return parsed;
  const chosen: z.ZodType = choose?.(parsed.value) ?? schema;
  const fit = chosen.safeParse(parsed.value, { error: issueWords });
  if (fit.success) return { value: fit.data };
  return { problem: "validation", detail: "The body is not what it should be.", errors: bodyErrors(fit.error) };
}

function written(answer: Done | Problem): GivenAnswer {
  if ("problem" in answer) return writtenProblem(answer);
  const { status, body, headers } = answer;
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

/** What is read has a tag, and is not sent again to who has it. */
function conditional(context: Context, answer: GivenAnswer): GivenAnswer {
  const isRead = context.req.method === "GET" || context.req.method === "HEAD";
  if (!isRead || answer.status !== 200) return answer;
  const ETag = answer.headers["ETag"] ?? bodyTag(answer.body);
  const headers = { ...answer.headers, ETag, "Cache-Control": "private, no-cache" };
  const isKnown = isNamed(context.req.header("If-None-Match"), ETag);
  return isKnown
    ? { status: 304, headers: { ETag, "Cache-Control": "private, no-cache" }, body: "" }
    : { ...answer, headers };
}

function repeated(outcome: OnceOutcome): GivenAnswer {
  switch (outcome.kind) {
    case "answered": {
      const { answer, isRepeated } = outcome;
      return isRepeated ? { ...answer, headers: { ...answer.headers, "Idempotency-Replayed": "true" } } : answer;
    }
    case "other-request":
      return writtenProblem({
        problem: "other-request",
        detail: "Another request was made under this Idempotency-Key within the last 24 hours.",
      });
    case "under-way":
      return writtenProblem({
        problem: "under-way",
        detail: "The same request is being answered: ask again in a moment.",
        headers: { "Retry-After": String(underWaySeconds) },
      });
  }
}
