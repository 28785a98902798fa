import { describe, expect, test } from "vitest";
import { apiApp, documentPath, operations } from "#handlers/api/app.ts";
import { openApi } from "#handlers/api/open-api.ts";
import { origin, smallApi } from "./small-api.ts";

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Record<string, { readonly description: string }>;
}

const document = openApi(operations, origin) as {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: {
    readonly schemas: Record<string, object>;
    readonly securitySchemes: Record<string, object>;
  };
};
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object in a value, with its JSON Pointer. */
function objectsIn(value: unknown, pointer = "#"): [string, Record<string, unknown>][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, part]) => objectsIn(part, `${pointer}/${name}`));
  return [[pointer, value as Record<string, unknown>], ...inner];
}

describe("the document of the API", () => {
  test("is served without a key, and not again to who has it", async () => {
    const { app } = await smallApi();
    const first = await app.request(documentPath);
    expect(await first.json()).toEqual(JSON.parse(JSON.stringify(document)));
    const headers = { "If-None-Match": first.headers.get("ETag") ?? "" };
    expect((await app.request(documentPath, { headers })).status).toBe(304);
  });

  test("tells of every route that is laid, and of no other", async () => {
    const { ports } = await smallApi();
    const laid = apiApp({ ports, origin })
      .routes.filter(
        ({ method, path }) => method !== "ALL" && path !== documentPath && !path.startsWith("/api/problems"),
      )
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(described.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(laid.sort());
    expect(laid.length).toBeGreaterThanOrEqual(9);
  });

  test("is of OpenAPI 3.1, with a title and a version", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  });

  test("names each operation once", () => {
    const ids = described.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(described)("declares the parameters of $method $path, each once", ({ path, operation }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(declared.map(({ name }) => name)).toEqual(inPath);
    expect(declared.every(({ required }) => required)).toBe(true);
    const names = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(described)("says what $method $path answers, and with which key it is asked", ({ operation }) => {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[2345]\d\d$/);
      expect(description).not.toBe("");
    }
    const schemes = operation.security.flatMap((one) => Object.keys(one));
    expect(Object.keys(document.components.securitySchemes)).toEqual(expect.arrayContaining(schemes));
    expect(schemes).toHaveLength(1);
  });

  test("refers to nothing that is not there", () => {
    const references = objectsIn(document).flatMap(([, { $ref }]) => (typeof $ref === "string" ? [$ref] : []));
    const pointers = new Set(objectsIn(document).map(([pointer]) => pointer));
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((reference) => !pointers.has(reference))).toEqual([]);
  });

  test("has schemas that say what they take: none is empty, none names another dialect", () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect([name, Object.keys(schema)]).not.toEqual([name, []]);
      expect(schema).not.toHaveProperty("$schema");
    }
  });

  test("limits what is sent as the checks do", () => {
    const publishing = JSON.stringify(document.components.schemas["Publishing"]);
    for (const limit of ['"maxLength":300', '"maxLength":10000', '"maxItems":200', '"additionalProperties":false']) {
      expect(publishing).toContain(limit);
    }
  });
});

const examples = operations.flatMap(({ id, body }) =>
  Object.entries(body?.examples ?? {}).map(([name, value]) => ({ id, name, value, body })),
);

describe("an example", () => {
  test.each(examples)("$name of $id fits the schema that checks it, and the one that is told", ({ value, body }) => {
    expect(body?.schema.safeParse(value).error).toBeUndefined();
    expect((body?.choose?.(value) ?? body?.schema)?.safeParse(value).error).toBeUndefined();
  });

  test.each(examples)("$name of $id is not taken with another field in it", ({ value, body }) => {
    const more = Array.isArray(value) ? [...value, { frob: 1 }] : { ...(value as object), frob: 1 };
    expect((body?.choose?.(more) ?? body?.schema)?.safeParse(more).success).toBe(false);
  });

  test("is there for every operation that takes a body", () => {
    const without = operations.filter(({ body }) => body !== undefined && Object.keys(body.examples).length === 0);
    expect(without).toEqual([]);
  });
});
