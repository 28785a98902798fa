// What the handlers of functions find around them: an embedded table, a small AWS on the loopback interface, and an environment.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { startDynalite } from "./embedded-dynamo.ts";

export interface FunctionWorld {
  /** The table of the functions, by the machine's own clock. */
  readonly table: DynamoTable;
  /** What the functions have logged since this was last emptied. */
  readonly lines: Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

const newsroom = {
  name: "The Brackwater Courier",
  senderName: "The Brackwater Courier",
  senderAddress: "updates@brackwater-courier.example",
  postalAddress: "1 Quay Street, Brackwater",
  privacyUrl: "https://brackwater-courier.example/privacy",
  contact: "desk@brackwater-courier.example",
  locales: ["en"],
};

/** Starts it. Handlers are to be imported after that: they read their settings when they are. */
export async function startFunctionWorld(): Promise<FunctionWorld> {
  const dynamo = await startDynalite();
  const table = await dynamo.newTable(Date.now);
  const aws = await smallAws();
  const endpoint = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  const queues = ["PLAN", "DIGEST", "ALERT", "NOTICE", "GATHER"].map((name) => [
    `${name}_QUEUE_URL`,
    `${endpoint}/1/${name}`,
  ]);
  const environment: Readonly<Record<string, string>> = {
    ...Object.fromEntries(queues),
    TABLE_NAME: table.name,
    LINK_KEYS_SECRET: "links",
    HASH_KEY_SECRET: "hash",
    SITE_ORIGIN: "https://updates.example",
    NEWSROOM: JSON.stringify(newsroom),
    CONFIGURATION_SET: "mail",
    LANES: "2",
    SHARDS: "4",
    GRACE_MINUTES: "15",
    PENDING_DAYS: "7",
    RETENTION: JSON.stringify(table.retention),
    READER_RETENTION: JSON.stringify({ pendingDays: 7, logDays: 90, addressDays: 28, consentDays: 1096 }),
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL: endpoint,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const lines: Readonly<Record<string, unknown>>[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  return {
    table,
    lines,
    async stop() {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      aws.closeAllConnections();
      await new Promise((resolve) => aws.close(resolve));
      await dynamo.stop();
    },
  };
}

/** Secrets that are there, queues that take everything, and an SES that tells a rate of 0. */
async function smallAws(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const target = String(request.headers["x-amz-target"] ?? "");
      if (target.startsWith("secretsmanager")) {
        const secret = JSON.stringify({ key: "for tests", currentId: "1", currentKey: "for tests" });
        response.setHeader("content-type", "application/x-amz-json-1.1").end(JSON.stringify({ SecretString: secret }));
      } else if (target.startsWith("AmazonSQS")) {
        response.setHeader("content-type", "application/x-amz-json-1.0").end(JSON.stringify({ Successful: [] }));
      } else {
        const result = "<MaxSendRate>0</MaxSendRate><Max24HourSend>0</Max24HourSend>";
        const body = `<GetSendQuotaResponse><GetSendQuotaResult>${result}</GetSendQuotaResult></GetSendQuotaResponse>`;
        response.setHeader("content-type", "text/xml").end(body);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
