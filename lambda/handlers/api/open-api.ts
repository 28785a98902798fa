// The document of the API (OpenAPI 3.1), made from the very operations and schemas that answer.

import * as z from "zod";
import { repeatableHeader, signatureHeader } from "./admit.ts";
import type { NamedSchema, Operation } from "./operation.ts";
import { type ProblemName, problems } from "./problem.ts";
import { problemSaid } from "./schemas.ts";

type Json = Record<string, unknown>;

/** What every operation may answer beside its own. */
const everywhere: readonly ProblemName[] = ["failed", "unavailable"];
const withBearer: readonly ProblemName[] = ["key", "not-allowed"];
const withBody: readonly ProblemName[] = ["malformed", "too-large", "media-type", "validation"];

/** The document for the API that answers at `origin`. */
export function openApi(operations: readonly Operation[], origin: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: described(operation) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Bulletin",
      version: "1",
      description:
        "Publish the developments of running stories, correct and withdraw them, and read what was published.",
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: schemasOf(operations),
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A key made with “bulletin key add”" },
        signature: {
          ...{ type: "apiKey", in: "header", name: signatureHeader },
          description:
            "t=<seconds since 1970>,v1=<hexadecimal HMAC-SHA-256 of “<t>.” and the body, with the hook's secret>",
        },
      },
    },
  };
}

function described(operation: Operation): Json {
  const { id, summary, needs, body, answers } = operation;
  return {
    operationId: id,
    summary,
    security: [{ [needs === "hook" ? "signature" : "key"]: [] }],
    ...(needs === "hook" ? {} : { description: `Needs a key that can ${needs}.` }),
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: requestBodyOf(body) }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, said]) => [status, answerOf(said)])),
      ...(operation.method === "GET" ? { 304: { description: "It is what If-None-Match names." } } : {}),
      ...problemsOf(operation),
    },
  };
}

function parametersOf({ path, query, method, needs, takesIfMatch }: Operation): Json[] {
  const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    ...{ name, in: "path", required: true },
    schema: name === "number" ? { type: "integer", minimum: 1 } : { type: "string" },
  }));
  const asked = Object.entries((query === undefined ? {} : schemaOf(query, "input"))["properties"] ?? {});
  const queries = asked.map(([name, schema]) => ({ name, in: "query", required: false, schema }));
  const header = (name: string, description: string): Json => ({
    ...{ name, in: "header", required: false, description },
    schema: { type: "string" },
  });
  return [
    ...places,
    ...queries,
    ...(method === "GET" ? [header("If-None-Match", "The ETag of what you have")] : []),
    ...(takesIfMatch ? [header("If-Match", "The ETag of the version that you have seen")] : []),
    ...(method === "GET" || needs === "hook"
      ? []
      : [header(repeatableHeader, "Your name for this request: repeated within 24 hours it is answered the same")]),
  ];
}

function requestBodyOf({ name, examples }: NonNullable<Operation["body"]>): Json {
  const shown = Object.fromEntries(Object.entries(examples).map(([title, value]) => [title, { value }]));
  return { required: true, content: { "application/json": { schema: reference(name), examples: shown } } };
}

function answerOf({ says, body }: { readonly says: string; readonly body: NamedSchema }): Json {
  return { description: says, content: { "application/json": { schema: reference(body.name) } } };
}

/** Each problem by its status; several of one status stand together. */
function problemsOf({ needs, body, query, method, refuses }: Operation): Json {
  const names = [
    ...(needs === "hook" ? (["signature"] as const) : withBearer),
    ...(body === undefined ? [] : withBody),
    ...(query === undefined ? [] : (["validation"] as const)),
    ...(method === "GET" ? [] : (["under-way", "other-request", "bad-header"] as const)),
    ...refuses,
    ...everywhere,
  ];
  const byStatus = new Map<number, string[]>();
  for (const name of new Set(names)) {
    const { status, title } = problems[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), title]);
  }
  const content = { "application/problem+json": { schema: reference("Problem") } };
  return Object.fromEntries(
    [...byStatus].map(([status, titles]) => [status, { description: `${titles.join("; ")}.`, content }]),
  );
}

function schemasOf(operations: readonly Operation[]): Json {
  const said = operations.flatMap(({ answers }) => Object.values(answers).map(({ body }) => body));
  const asked = operations.flatMap(({ body }) => (body === undefined ? [] : [body]));
  return Object.fromEntries([
    ...asked.map(({ name, schema }) => [name, schemaOf(schema, "input")]),
    ...said.map(({ name, schema }) => [name, schemaOf(schema, "output")]),
    ["Problem", schemaOf(problemSaid, "output")],
  ]);
}

/** The JSON Schema of what a schema takes, or gives; each dialect is OpenAPI 3.1's own. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...said } = z.toJSONSchema(schema, { io, reused: "inline" });
  return said;
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}
