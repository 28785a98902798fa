import { describe, expect, test } from "vitest";
import { Fault } from "#core/fault.ts";
import { operations } from "#handlers/api/app.ts";
import { problems } from "#handlers/api/problem.ts";
import { revokeKey } from "#pipeline/revoke-key.ts";
import { said, smallApi } from "./small-api.ts";

const path = "/api/topics/harbour/developments";
const bearer = operations.filter(({ needs }) => needs !== "hook");

/** An address of an operation. */
const addressOf = (template: string) =>
  template.replace("{topic}", "harbour").replace("{number}", "1").replace("{source}", "harbour.abc");

describe("without a valid key", () => {
  test.each(bearer.map(({ method, path }) => [method, addressOf(path)]))(
    "%s %s answers 401",
    async (method, address) => {
      const { app } = await smallApi();
      for (const headers of [{}, { Authorization: "Basic abc" }, { Authorization: "Bearer" }]) {
        const response = await app.request(address, { method, headers });
        expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="bulletin"');
        expect(await said(response)).toMatchObject({ status: 401, body: { type: "/api/problems/key" } });
      }
    },
  );

  test("says of an unknown, an expired and a revoked one what it is", async () => {
    const { get, newKey, pass, ports } = await smallApi();
    const expired = await newKey(["read"], undefined, 1_000);
    const revoked = await newKey(["read"]);
    await revokeKey(ports, revoked.id);
    pass(1_000);
    for (const [token, word] of [
      ["nonsense", "none of Bulletin's"],
      [expired.secret, "expired"],
      [revoked.secret, "revoked"],
    ] as const) {
      const response = await get("/api/topics", token);
      expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="bulletin", error="invalid_token"');
      expect((await said(response)).body["detail"]).toContain(word);
    }
  });
});

describe("a key", () => {
  test.each([
    ["read", 200, 403, 403],
    ["publish", 200, 201, 403],
    ["manage", 200, 403, 201],
  ] as const)("that can %s reads: %i, publishes: %i, adds a topic: %i", async (ability, reads, publishes, adds) => {
    const { get, send, newKey } = await smallApi();
    const token = (await newKey([ability])).secret;
    expect((await get(path, token)).status).toBe(reads);
    expect((await send(path, { headline: "Ferries stop" }, { token })).status).toBe(publishes);
    expect((await send("/api/topics", { slug: "tunnel", title: "The tunnel" }, { token })).status).toBe(adds);
  });

  test("finds another's topic no more than one that there is not", async () => {
    const { get, send, newKey } = await smallApi();
    const manager = (await newKey(["publish", "manage"], ["harbour"])).secret;
    for (const [method, suffix] of [
      ["GET", ""],
      ["GET", "/developments"],
      ["GET", "/developments/1"],
      ["POST", "/developments"],
      ["PATCH", "/developments/1"],
    ] as const) {
      const answers = await Promise.all(
        ["bridge", "nowhere"].map(async (topic) => {
          const address = `/api/topics/${topic}${suffix}`;
          const response =
            method === "GET" ? await get(address, manager) : await send(address, {}, { method, token: manager });
          return (await response.text()).replaceAll(topic, "…");
        }),
      );
      expect(JSON.parse(answers[0] ?? "")).toMatchObject({ type: "/api/problems/no-such-topic", status: 404 });
      expect(answers[0]).toBe(answers[1]);
    }
    const [bridge, nowhere] = await Promise.all(
      ["bridge", "nowhere"].map(async (topic) => {
        const pulled = await send("/api/pull", { topic, url: "https://x.example/" }, { token: manager });
        return (await pulled.text()).replaceAll(topic, "…");
      }),
    );
    expect(bridge).toBe(nowhere);
    expect((await send("/api/topics", { slug: "tunnel", title: "The tunnel" }, { token: manager })).status).toBe(403);
  });

  test("for every topic finds none in what cannot name one, without a look into the table", async () => {
    const { get, send, newKey, ports } = await smallApi();
    const token = (await newKey(["publish"])).secret;
    const refusing = () => Promise.reject(new Fault("dynamo.unavailable", "DynamoDB takes no such key"));
    Object.assign(ports, { topics: { ...ports.topics, get: refusing } });
    for (const topic of ["a".repeat(3_000), "No Slug", "%00", "har%2Fbour"]) {
      expect((await get(`/api/topics/${topic}/developments`, token)).status).toBe(404);
      expect((await get(`/api/topics/${topic}`, token)).status).toBe(404);
    }
    expect((await send("/api/pull", { topic: "", url: "https://x.example/" }, { token })).status).toBe(404);
  });

  test("lists its own topics alone", async () => {
    const { get } = await smallApi();
    expect((await said(await get("/api/topics"))).body).toEqual({
      topics: [{ slug: "harbour", title: "The harbour strike", createdAt: "2026-03-02T12:00:00.000Z" }],
    });
  });

  test("that is a hook's opens nothing", async () => {
    const { get, newKey } = await smallApi();
    const hook = await newKey(["hook"], ["harbour"]);
    for (const token of [hook.secret, `bulletin_${hook.id}_${hook.secret}`]) {
      expect((await get("/api/topics/harbour", token)).status).toBe(401);
    }
  });
});

describe("topics by the API", () => {
  test("are added once, and told", async () => {
    const { send, get, newKey } = await smallApi();
    const token = (await newKey(["manage"])).secret;
    const topic = { slug: "tunnel", title: "The tunnel" };
    const added = await send("/api/topics", topic, { token });
    expect([added.status, added.headers.get("Location")]).toEqual([201, "/api/topics/tunnel"]);
    expect((await send("/api/topics", topic, { token })).status).toBe(200);
    expect(await said(await send("/api/topics", { ...topic, title: "Another" }, { token }))).toMatchObject({
      status: 409,
      body: { type: "/api/problems/topic-taken" },
    });
    expect((await said(await get("/api/topics/tunnel", token))).body).toEqual({
      ...topic,
      createdAt: "2026-03-02T12:00:00.000Z",
      developments: 0,
    });
  });

  test.each([
    [{ slug: "The Tunnel", title: "a" }, "#/slug"],
    [{ slug: "tunnel", title: " " }, "#/title"],
    [{ slug: "tunnel" }, "#/title"],
    [{ slug: "a".repeat(61), title: "a" }, "#/slug"],
  ])("are refused: %j", async (body, pointer) => {
    const { send, newKey } = await smallApi();
    const answer = await said(await send("/api/topics", body, { token: (await newKey(["manage"])).secret }));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe("any address under /api/", () => {
  test.each(operations.map(({ path }) => addressOf(path)))(
    "%s refuses a method that it does not take",
    async (address) => {
      const { app } = await smallApi();
      for (const method of ["PUT", "OPTIONS", "PROPFIND"]) {
        const response = await app.request(address, { method });
        expect(response.status).toBe(405);
        expect(response.headers.get("Allow")).toMatch(/GET|POST|PATCH|DELETE/);
        expect(response.headers.has("Access-Control-Allow-Origin")).toBe(false);
      }
    },
  );

  test.each(["/api/", "/api/frob", "/api/topics/harbour/frob", "/api/problems/frob", "/api/problems/toString"])(
    "%s is not found",
    async (address) => {
      const { get } = await smallApi();
      expect(await said(await get(address))).toMatchObject({ status: 404, body: { type: "/api/problems/not-found" } });
    },
  );

  test("logs who changed what, and not what was said", async () => {
    const { send, get, newKey, logged } = await smallApi();
    const { id, secret } = await newKey(["publish"]);
    await send(path, { headline: "Ferries stop" }, { token: secret });
    await get(path, secret);
    await send(`${path}/9`, { kind: "withdraw" }, { token: secret, method: "PATCH" });
    const line = { event: "api.changed", key: id, topic: "harbour" };
    expect(logged).toEqual([
      { ...line, operation: "publish", status: 201 },
      { ...line, operation: "changeDevelopment", status: 404 },
    ]);
  });

  test("tells of a fault as a 503, of a bug as a 500, and logs both without what was sent", async () => {
    const { send, ports, logged } = await smallApi();
    const failing = (error: Error) =>
      Object.assign(ports, { topicLog: { ...ports.topicLog, read: () => Promise.reject(error) } });
    failing(new Fault("dynamo.unavailable", "DynamoDB failed"));
    const unavailable = await send(path, { headline: "Ferries stop" });
    expect([unavailable.status, unavailable.headers.get("Retry-After")]).toEqual([503, "10"]);
    failing(new Error("a slip"));
    expect(await said(await send(path, { headline: "Ferries stop" }))).toMatchObject({
      status: 500,
      body: { type: "/api/problems/failed" },
    });
    const route = "/api/topics/{topic}/developments";
    expect(logged).toMatchObject([
      { event: "api.unavailable", code: "dynamo.unavailable", method: "POST", route },
      { event: "api.failed", code: "bug", route },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/Ferries|bulletin_/);
  });

  test.each(Object.entries(problems))("has a page for the problem %s", async (name, { status, title }) => {
    const { app } = await smallApi();
    const page = await app.request(`/api/problems/${name}`);
    expect(await page.text()).toContain(`${status}: ${title}`);
  });
});
