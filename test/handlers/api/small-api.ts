// The API over the world in memory, with keys at hand and a clock that the test moves.

import { createHmac } from "node:crypto";
import { keySecrets } from "#adapters/node/key-secrets.ts";
import type { NewsReading } from "#adapters/web/read-news.ts";
import type { Ability } from "#core/api-key.ts";
import type { Instant } from "#core/instant.ts";
import { apiApp, operations } from "#handlers/api/app.ts";
import { openApi } from "#handlers/api/open-api.ts";
import type { ApiPorts } from "#handlers/api/operation.ts";
import { problemSaid } from "#handlers/api/schemas.ts";
import { addKey } from "#pipeline/add-key.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import type { Log } from "#pipeline/ports/log.ts";
import type { PlanMessage } from "#pipeline/ports/queues.ts";
import type { GatherMessage } from "#pipeline/ports/sources.ts";
import { memoryStores } from "#test/support/memory/stores.ts";

export const origin = "https://follow.tidewater.example";

const noon = Date.UTC(2026, 2, 2, 12);

/** An API with the topics `harbour` and `bridge`. */
export async function smallApi(changes: Partial<ApiPorts> = {}) {
  let now: Instant = noon;
  let news: NewsReading = { refused: "Nobody told the test what to read." };
  const clock = { now: () => now, sleep: async () => {} };
  const { apiKeys, ...stores } = memoryStores(clock.now);
  const plans: PlanMessage[] = [];
  const polls: GatherMessage[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const log: Log = {
    info: (event, fields) => void logged.push({ event, ...fields }),
    warn: (event, fields) => void logged.push({ event, ...fields }),
  };
  const ports: ApiPorts = {
    ...stores,
    keys: apiKeys,
    keySecrets: keySecrets("a key for tests"),
    planQueue: { send: async (messages) => void plans.push(...messages) },
    gatherQueue: { send: async (messages) => void polls.push(...messages) },
    readNews: async () => news,
    clock,
    ...changes,
  };
  await addTopic(ports, { slug: "harbour", title: "The harbour strike" });
  await addTopic(ports, { slug: "bridge", title: "The bridge" });
  const app = heldToDocument(apiApp({ ports, origin, log }));

  const newKey = async (can: readonly Ability[], topics?: readonly string[], lastsMs?: number) => {
    const wanted = { name: "a test's", can, ...(topics && { topics }), ...(lastsMs && { lastsMs }) };
    const outcome = await addKey(ports, wanted);
    if (outcome.kind !== "added") throw new Error(outcome.kind);
    return { id: outcome.key.id, secret: outcome.secret };
  };
  const publisher = (await newKey(["publish"], ["harbour"])).secret;

  return {
    app,
    ports,
    plans,
    polls,
    logged,
    newKey,
    /** A key that may publish to `harbour`. */
    publisher,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    tell: (reading: NewsReading) => {
      news = reading;
    },
    get: async (path: string, token = publisher, headers: Record<string, string> = {}) =>
      app.request(path, { headers: { Authorization: `Bearer ${token}`, ...headers } }),
    send: async (path: string, body: unknown, { method = "POST", token = publisher, headers = {} }: Sending = {}) =>
      app.request(path, {
        method,
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
      }),
    /** Sends what a CMS signs. */
    signed: async (hook: { id: string; secret: string }, body: unknown, at = now, written = JSON.stringify(body)) => {
      const seconds = Math.floor(at / 1000);
      const signature = createHmac("sha256", hook.secret).update(`${seconds}.${written}`).digest("hex");
      return app.request(`/api/hooks/${hook.id}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "Bulletin-Signature": `t=${seconds},v1=${signature}` },
      });
    },
  };
}

/** The app, each answer of which must be one that the document tells of: its status, and the schema of its body. */
function heldToDocument(app: ReturnType<typeof apiApp>): ReturnType<typeof apiApp> {
  const { request } = app;
  const held: typeof request = async (...asked) => {
    const response = await request(...asked);
    const [input, init] = asked;
    const method = input instanceof Request ? input.method : (init?.method ?? "GET");
    const { pathname } = new URL(input instanceof Request ? input.url : String(input), origin);
    const operation = operations.find((one) => one.method === method && matches(one.path, pathname));
    const body = await response.clone().text();
    if (response.status >= 400) problemSaid.parse(JSON.parse(body));
    else if (operation !== undefined && response.status !== 304) {
      operation.answers[response.status]?.body.schema.parse(JSON.parse(body));
    }
    const told = operation === undefined ? [String(response.status)] : Object.keys(describedAnswers(operation.id));
    if (!told.includes(String(response.status)))
      throw new Error(`${method} ${pathname}: ${response.status} is not told`);
    return response;
  };
  return Object.assign(app, { request: held });
}

const document = openApi(operations, origin) as {
  readonly paths: Record<string, Record<string, { readonly operationId: string; readonly responses: object }>>;
};

/** The answers that the document tells of. */
function describedAnswers(id: string): object {
  const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  return described.find(({ operationId }) => operationId === id)?.responses ?? {};
}

function matches(path: string, pathname: string): boolean {
  return new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
}

export interface Sending {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** What a response says, without headers. */
export async function said(response: Response): Promise<{ status: number; body: Record<string, unknown> }> {
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
}
