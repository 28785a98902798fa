// Lays one address of the site: what it answers to GET, HEAD and POST, and 405 to anything else.

import type { Context, Hono } from "hono";
import { type Failure, failurePage } from "#pages/failure-page.ts";
import type { Site } from "#pages/site.ts";
import { type Answer, respond } from "./answer.ts";
import { bodyFits, type Fields, readForm } from "./form.ts";
import type { SiteSteps } from "./steps.ts";

/** What the routes are made of. */
export interface RouteParts {
  readonly app: Hono;
  readonly site: Site;
  readonly steps: SiteSteps;
}

export type Answering = (context: Context) => Promise<Answer>;

type Responding = (context: Context) => Response | Promise<Response>;

/** What an address answers to each method it takes; HEAD is answered as GET, without the body. */
export interface Methods<Handler> {
  readonly GET?: Handler;
  readonly POST?: Handler;
}

const failureStatus = {
  forged: 404,
  "not-found": 404,
  "no-such-topic": 404,
  "method-not-allowed": 405,
  "too-large": 413,
  unreadable: 400,
  "not-a-form": 415,
  unavailable: 503,
  failed: 500,
} as const satisfies Record<Failure, Answer["status"]>;

/** Lays a page at `path`. */
export function layRoute(parts: RouteParts, path: string, { GET, POST }: Methods<Answering>): void {
  layMethods(parts, path, {
    ...(GET && { GET: async (context) => respond(context, await GET(context)) }),
    ...(POST && { POST: async (context) => respond(context, await POST(context)) }),
  });
}

/** Lays ready responses at `path`. Hono itself answers HEAD by what stands at GET. */
export function layMethods({ app, site }: RouteParts, path: string, { GET, POST }: Methods<Responding>): void {
  const allowed = [GET === undefined ? [] : ["GET", "HEAD"], POST === undefined ? [] : ["POST"]].flat().join(", ");
  if (GET !== undefined) app.get(path, GET);
  if (POST !== undefined) app.post(path, POST);
  app.all(path, (context) => respond(context, failure(site, "method-not-allowed", { Allow: allowed })));
}

/** The answer to something that no step was asked for, or of which a step knows nothing. */
export function failure(site: Site, outcome: Failure, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: failureStatus[outcome], outcome, page: failurePage(site, outcome), headers };
}

/** Answers with the form's fields in hand, or refuses the body. */
export function withForm(site: Site, answer: (context: Context, fields: Fields) => Promise<Answer>): Answering {
  return async (context) => {
    const form = await readForm(context.req.raw);
    return form.kind === "read" ? answer(context, form.fields) : failure(site, form.kind);
  };
}

/** Answers whatever the body is, as long as it is not too large: one-click requests come with any and with none. */
export function withAnyBody(site: Site, answer: Answering): Answering {
  return async (context) => ((await bodyFits(context.req.raw)) ? answer(context) : failure(site, "too-large"));
}

/** The part of the address in the place of `name`. */
export function part(context: Context, name: string): string {
  return context.req.param(name) ?? "";
}
