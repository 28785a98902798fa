// The API: one Request → Response, whether a Lambda, a local server or a test holds the other end.

import { type Context, Hono } from "hono";
import { jsonLog } from "#adapters/node/json-log.ts";
import { Fault } from "#core/fault.ts";
import { bugCode } from "#core/fault-code.ts";
import { keyMemory } from "#pipeline/key-memory.ts";
import type { GivenAnswer } from "#pipeline/ports/given-answers.ts";
import type { Log } from "#pipeline/ports/log.ts";
import { developmentOperations } from "./development-operations.ts";
import { hookOperation } from "./hook-operation.ts";
import { layOperation } from "./lay.ts";
import { openApi } from "./open-api.ts";
import type { ApiPorts, Operation } from "./operation.ts";
import { type ProblemName, problems, problemsPath, writtenProblem } from "./problem.ts";
import { pullOperation } from "./pull-operation.ts";
import { sourceOperations } from "./source-operations.ts";
import { bodyTag, isNamed } from "./tags.ts";
import { topicOperations } from "./topic-operations.ts";

export interface ApiParts {
  readonly ports: ApiPorts;
  /** Scheme and host, without a slash at the end. */
  readonly origin: string;
  /** Standard output where absent. */
  readonly log?: Log;
}

export const operations: readonly Operation[] = [
  ...topicOperations,
  ...developmentOperations,
  pullOperation,
  ...sourceOperations,
  hookOperation,
];

/** When to come back after a 503, in seconds: throttled tables recover within moments. */
const retryAfterSeconds = 10;

/** How long a copy of the document and of problems' words is good, in seconds. */
const documentSeconds = 300;

export const documentPath = "/api/openapi.json";

/** The API as a Hono app: `app.fetch(request)` answers every request and never throws. */
export function apiApp({ ports, origin, log = jsonLog("api") }: ApiParts): Hono {
  const app = new Hono();
  const memory = keyMemory(ports);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("X-Content-Type-Options", "nosniff");
    if (origin.startsWith("https:")) context.res.headers.set("Strict-Transport-Security", "max-age=31536000");
  });
  for (const operation of operations) layOperation({ app, ports, memory, log }, operation);
  // Made once it is asked for: most processes never are.
  let document: string | undefined;
  app.get(documentPath, (context) => {
    document ??= JSON.stringify(openApi(operations, origin));
    return sendDocument(context, document, "application/json");
  });
  app.get(`${problemsPath}/:problem`, (context) => {
    const name = context.req.param("problem");
    if (!Object.hasOwn(problems, name)) return sent(nowhere());
    const { status, title } = problems[name as ProblemName];
    return sendDocument(context, `${status}: ${title}.\nSee docs/api.md.\n`, "text/plain; charset=utf-8");
  });
  for (const path of new Set([documentPath, ...operations.map((operation) => operation.path)])) refuseOthers(app, path);
  app.notFound(() => sent(nowhere()));
  app.onError((error, context) => {
    const route = { method: context.req.method, route: routeOf(context.req.path) };
    if (error instanceof Fault) {
      log.warn("api.unavailable", { ...route, code: error.code, message: error.message });
      const headers = { "Retry-After": String(retryAfterSeconds) };
      return sent(writtenProblem({ problem: "unavailable", detail: "Ask again in a moment.", headers }));
    }
    log.warn("api.failed", { ...route, code: bugCode, name: error.name, message: error.message, stack: error.stack });
    return sent(writtenProblem({ problem: "failed", detail: "This should not have happened; it is in the log." }));
  });
  return app;
}

function sendDocument(context: Context, body: string, type: string): Response {
  const ETag = bodyTag(body);
  const headers = { ETag, "Content-Type": type, "Cache-Control": `public, max-age=${documentSeconds}` };
  const isKnown = isNamed(context.req.header("If-None-Match"), ETag);
  return new Response(isKnown ? null : body, { status: isKnown ? 304 : 200, headers });
}

/** What the address takes is laid before this; whatever else comes to it is refused. */
function refuseOthers(app: Hono, path: string): void {
  const methods = operations.filter((operation) => operation.path === path).map(({ method }) => method);
  const taken = path === documentPath || methods.includes("GET") ? ["GET", "HEAD"] : [];
  const allowed = [...new Set([...taken, ...methods])].join(", ");
  app.all(path.replace(/\{(\w+)\}/g, ":$1"), () =>
    sent(writtenProblem({ problem: "method", detail: `It takes ${allowed}.`, headers: { Allow: allowed } })),
  );
}

function nowhere(): GivenAnswer {
  return writtenProblem({ problem: "not-found", detail: `Every address stands in ${documentPath}.` });
}

function sent({ status, headers, body }: GivenAnswer): Response {
  return new Response(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** The address without what somebody made up in it. */
function routeOf(path: string): string {
  return operations.map((operation) => operation.path).find((known) => matches(known, path)) ?? "elsewhere";
}

function matches(known: string, path: string): boolean {
  return new RegExp(`^${known.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
}
