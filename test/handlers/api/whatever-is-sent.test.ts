import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operations } from "#handlers/api/app.ts";
import { smallApi } from "./small-api.ts";

/** Words that the schemas know, so that what is made up gets past their doors now and then. */
const known = [
  "headline",
  "text",
  "url",
  "key",
  "kind",
  "note",
  "developments",
  "slug",
  "title",
  "topic",
  "importance",
];
const values = [
  "update",
  "correct",
  "withdraw",
  "routine",
  "harbour",
  "https://x.example/",
  "Ferries stop",
  "<b>x</b>",
];

const leaf = fc.oneof(
  fc.constantFrom<unknown>(...values),
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const body = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...known), fc.string({ unit: "binary" })), tie("value"), { maxKeys: 5 }),
  ),
})).value;

const header = fc.string({
  unit: fc.constantFrom("a", "0", " ", ",", "=", '"', ".", "/", "*", "W", "\t"),
  maxLength: 40,
});

const written = operations.filter(({ body }) => body !== undefined && body.name !== "HookMessage");

describe("whatever is sent", () => {
  test.each(written)("to $id is done or refused, and never a failure of ours", async ({ method, path }) => {
    const { send, newKey } = await smallApi();
    const token = (await newKey(["publish", "manage"])).secret;
    const address = path.replace("{topic}", "harbour").replace("{number}", "1");
    await fc.assert(
      fc.asyncProperty(body, header, header, async (value, ifMatch, name) => {
        const headers = { "If-Match": ifMatch, ...(name.trim() === "" ? {} : { "Idempotency-Key": name.trim() }) };
        const response = await send(address, value, { method, token, headers });
        expect(response.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  test("by a CMS that signs it is done or refused", async () => {
    const { signed, newKey } = await smallApi();
    const hook = await newKey(["hook"], ["harbour"]);
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        expect((await signed(hook, value)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  test("in an address or a query is answered or refused", async () => {
    const { get, newKey } = await smallApi();
    const token = (await newKey(["read"])).secret;
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), header, async (path, query, tag) => {
        const address = `/api/topics${path}/developments?${query}`;
        expect((await get(address, token, { "If-None-Match": tag })).status).toBeLessThan(500);
        expect((await get(`/api/topics/harbour/developments?cursor=${query}`, token)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});
