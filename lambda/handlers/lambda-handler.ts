// A Hono app as API Gateway's HTTP API calls it (payload format 2.0).

import type { Hono } from "hono";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

/** The Lambda handler of an app. */
export function lambdaHandler(app: Hono) {
  const answer = handle(app);
  return (event: LambdaEvent, context?: LambdaContext) => answer(speakable(event), context);
}

/** Methods that the web's Request cannot carry (fetch.spec.whatwg.org, forbidden methods). */
const unspeakable = new Set(["CONNECT", "TRACE", "TRACK"]);

/** Stands for each of them: a method that no address takes. */
const untaken = "UNTAKEN";

/** The event so that a Request can be made of it, and says the same. */
function speakable(event: LambdaEvent): LambdaEvent {
  if (!("rawPath" in event)) return event;
  const { rawPath, requestContext, body } = event;
  const method = unspeakable.has(requestContext.http.method) ? untaken : requestContext.http.method;
  return {
    ...event,
    rawPath: encodePath(rawPath),
    requestContext: { ...requestContext, http: { ...requestContext.http, method } },
    // Nothing is asked for in such a body, and a Request of these methods takes none.
    body: method === "GET" || method === "HEAD" ? null : body,
  };
}

/** API Gateway decodes paths. Read as a URL such a one would lose its control characters and the spaces at its end. */
function encodePath(path: string): string {
  return path.split("/").map(encodePart).join("/");
}

/** A part without half characters, which have no encoding. */
function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
