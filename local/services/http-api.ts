/** The HTTP API: matches a route, keeps to the stage's throttle, and speaks payload format 2.0 with the function. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Gate } from "../access/gate.ts";
import type { Clock } from "../clock/clock.ts";
import type { Outcome } from "../functions/invocation.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import { type ApiAnswer, readApiAnswer } from "../http/api-answer.ts";
import { apiEvent } from "../http/api-event.ts";
import { readBody } from "../http/read-body.ts";
import { type ApiDefinition, matchRoute, type Route } from "../http/routes.ts";

/** What an HTTP API takes at most (docs.aws.amazon.com/apigateway, quotas of HTTP APIs). */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

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
      (given) => write(response, given),
      (error: unknown) => {
        parts.onFailure(`The HTTP API failed: ${error instanceof Error ? error.stack : String(error)}`);
        if (!response.headersSent) write(response, own(500, "Internal Server Error"));
        else response.destroy();
      },
    );
  };
}

async function answer(parts: HttpApiParts, request: IncomingMessage): Promise<ApiAnswer> {
  const { api } = parts;
  const path = new URL(request.url ?? "/", "http://local").pathname;
  const matched = matchRoute(api.routes, request.method ?? "GET", path);
  if (!matched) return own(404, "Not Found");
  if (!matched.route.throttle.take()) return own(429, "Too Many Requests");
  const body = await readBody(request, LARGEST_BODY_BYTES);
  if (!body) return own(413, "Request Entity Too Large");
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

function write(response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  const bare = status === 204 || status === 304;
  response.writeHead(status, [...headers, ...(bare ? [] : [["content-length", String(body.length)] as const])].flat());
  response.end(bare ? undefined : body);
}
