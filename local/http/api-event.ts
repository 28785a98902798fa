/**
 * The event of an HTTP API in payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Instant } from "#core/instant.ts";
import type { BoundedBody } from "./bounded-body.ts";
import { type ApiDefinition, decodePath, type Route, targetOf } from "./routes.ts";

export interface ApiRequest {
  readonly request: Pick<IncomingMessage, "method" | "url" | "rawHeaders" | "socket">;
  readonly body: BoundedBody;
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  readonly api: ApiDefinition;
  readonly account: string;
  readonly now: Instant;
}

/** Bodies of these types come as they are; all others, forms too, come in base64. */
const TEXT_TYPES = /^(?:text\/|application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml))\b)/i;

export function apiEvent({ request, body, route, pathParameters, api, account, now }: ApiRequest): unknown {
  const target = targetOf(request.url);
  const { bytes, sizeBytes } = body;
  const { headers, cookies } = headersOf(request);
  const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1";
  const domainName = headers["host"] ?? "127.0.0.1";
  const isText = TEXT_TYPES.test(headers["content-type"] ?? "");
  const asked = new URLSearchParams(target.query);
  const query = [...asked.keys()].map((name) => [name, asked.getAll(name).join(",")]);
  const path = decodePath(target.path);
  return {
    version: "2.0",
    routeKey: route.key,
    rawPath: path,
    rawQueryString: target.query,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      "content-length": String(sizeBytes),
      "x-forwarded-for": sourceIp,
      "x-forwarded-port": String(request.socket.localPort ?? 80),
      "x-forwarded-proto": "http",
    },
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: account,
      apiId: api.id,
      domainName,
      domainPrefix: domainName.split(".")[0],
      http: { method: request.method, path, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] ?? "" },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: api.stage,
      time: clfTime(now),
      timeEpoch: now,
    },
    ...(bytes.length > 0 && { body: bytes.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: bytes.length > 0 && !isText,
  };
}

/** Headers that belong to the connection. */
const OF_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection"]);

/** Names in lower case, several of one name joined by commas, cookies apart. */
function headersOf({ rawHeaders }: ApiRequest["request"]): { headers: Record<string, string>; cookies: string[] } {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const name = (rawHeaders[place] ?? "").toLowerCase();
    const value = rawHeaders[place + 1] ?? "";
    if (name === "cookie") cookies.push(...value.split(/;\s*/));
    else if (!OF_CONNECTION.has(name))
      headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return { headers, cookies };
}

/** As in an access log: 12/Mar/2026:19:03:58 +0000 */
function clfTime(now: Instant): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
