/** The HTTP API: matches a route, keeps to the stage's throttle, and speaks payload format 2.0 with the function. */
import type { IncomingMessage, RequestListener } from "node:http";
import { bodyMaxBytes } from "#handlers/api/body.ts";
import type { Gate } from "../access/gate.ts";
import type { Clock } from "../clock/clock.ts";
import type { Outcome } from "../functions/invocation.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import { type ApiAnswer, readApiAnswer } from "../http/api-answer.ts";
import { apiEvent } from "../http/api-event.ts";
import { declaredBytes, readUpTo } from "../http/bounded-body.ts";
import { type ApiDefinition, matchRoute, type Route, targetOf } from "../http/routes.ts";
import { writeAnswer } from "../http/write-answer.ts";

/** What an HTTP API takes at most (docs.aws.amazon.com/apigateway, quotas of HTTP APIs). */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/**
 * The API takes the longest bodies. Site and API refuse a longer one by its length alone, so no more of one is read here:
 * they are told how long it is, and refuse it in their own words.
 */
const READ_AT_MOST_BYTES = bodyMaxBytes;

export interface HttpApiParts {
  readonly api: ApiDefinition;
  readonly functions: readonly LocalFunction[];
  readonly clock: Clock;
  readonly gate: Gate;
  readonly account: string;
  readonly onFailure: (sentence: string) => void;
}

export function createHttpApi(parts: HttpApiParts): RequestListener {
  return (request, response) => {
    answer(parts, request).then(
      (given) => writeAnswer(request, response, given),
      (error: unknown) => {
        // Who hung up in the middle of a request waits for no answer.
        if (request.errored) return;
        parts.onFailure(`The HTTP API failed: ${error instanceof Error ? error.stack : String(error)}`);
        if (!response.headersSent) writeAnswer(request, response, own(500, "Internal Server Error"));
        else response.destroy();
      },
    );
  };
}

async function answer(parts: HttpApiParts, request: IncomingMessage): Promise<ApiAnswer> {
  const { api } = parts;
  const { path } = targetOf(request.url);
  const matched = matchRoute(api.routes, request.method ?? "GET", path);
  if (!matched || !path.startsWith("/")) return own(404, "Not Found");
  if (!matched.route.throttle.take()) return own(429, "Too Many Requests");
  if (declaredBytes(request) > LARGEST_BODY_BYTES) return own(413, "Request Entity Too Large");
  const body = await readUpTo(request, READ_AT_MOST_BYTES);
  const { route } = matched;
  const target = parts.functions.find((each) => each.arn === route.functionArn);
  if (!target || !mayInvoke(parts, route)) return own(500, "Internal Server Error");
  const event = apiEvent({
    request,
    body,
    route,
    pathParameters: matched.parameters,
    api,
    account: parts.account,
    now: parts.clock.now(),
  });
  return answerOf(await target.invoke(JSON.stringify(event)));
}

function answerOf(outcome: Outcome): ApiAnswer {
  if ("answer" in outcome) return readApiAnswer(outcome.answer) ?? own(500, "Internal Server Error");
  return outcome.failure.errorType === "Sandbox.Timedout"
    ? own(503, "Service Unavailable")
    : own(500, "Internal Server Error");
}

function own(status: number, message: string): ApiAnswer {
  return { status, headers: [["content-type", "application/json"]], body: Buffer.from(JSON.stringify({ message })) };
}

/** The permission must name the route as API Gateway does: stage and key, or stage, method and path. */
function mayInvoke({ api, account, gate }: HttpApiParts, route: Route): boolean {
  const key = route.method === undefined ? route.key : `${route.method === "ANY" ? "*" : route.method}${route.path}`;
  const context = { "aws:SourceArn": `arn:aws:execute-api:${api.region}:${account}:${api.id}/${api.stage}/${key}` };
  return gate.serviceMay("apigateway.amazonaws.com", "lambda:InvokeFunction", route.functionArn, context);
}
