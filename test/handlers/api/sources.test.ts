import { describe, expect, test } from "vitest";
import { said, smallApi } from "./small-api.ts";

const feed = { topic: "harbour", url: "https://courier.example/harbour.rss" };

async function withManager() {
  const api = await smallApi();
  const token = (await api.newKey(["manage"], ["harbour"])).secret;
  return {
    ...api,
    token,
    add: (body: object) => api.send("/api/sources", body, { token }),
  };
}

describe("sources by the API", () => {
  test("are added once, and polled at once", async () => {
    const { add, get, pass, polls, token } = await withManager();
    const added = await add({ ...feed, importance: "routine", everyMinutes: 30, includeOld: true });
    const { status, body } = await said(added);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { ...feed, state: "new", importance: "routine", everyMinutes: 30, addedAt: "2026-03-02T12:00:00.000Z" },
    });
    expect(added.headers.get("Location")).toBe(`/api/sources/${body["id"]}`);
    expect(polls).toMatchObject([{ source: body["id"] }]);
    pass(1);
    expect(await said(await add(feed))).toEqual({ status: 200, body });
    expect(polls).toHaveLength(1);
    expect((await said(await get("/api/sources", token))).body).toEqual({ sources: [body] });
    expect((await said(await get(`/api/sources/${body["id"]}`, token))).body).toEqual(body);
  });

  test("are polled when that is asked for, and removed", async () => {
    const { add, app, get, send, polls, pass, token, publisher } = await withManager();
    const { id } = (await said(await add(feed))).body;
    pass(60_000);
    const asked = await send(`/api/sources/${id}/polls`, {}, { token: publisher });
    expect(await said(asked)).toEqual({ status: 202, body: { source: id, askedAt: "2026-03-02T12:01:00.000Z" } });
    expect(polls).toHaveLength(2);
    const remove = (key: string) =>
      app.request(`/api/sources/${id}`, { method: "DELETE", headers: { Authorization: `Bearer ${key}` } });
    expect((await remove(publisher)).status).toBe(403);
    expect(await said(await remove(token))).toEqual({ status: 200, body: { source: id, removed: true } });
    for (const answer of [await remove(token), await get(`/api/sources/${id}`, token)]) {
      expect(await said(answer)).toMatchObject({ status: 404, body: { type: "/api/problems/no-such-source" } });
    }
  });

  test("of another's topic are found no more than those that there are not", async () => {
    const { add, app, get, send, newKey, token } = await withManager();
    const { id } = (await said(await add(feed))).body;
    const stranger = (await newKey(["publish", "manage"], ["bridge"])).secret;
    expect((await said(await get("/api/sources", stranger))).body).toEqual({ sources: [] });
    const answers = async (source: string) => {
      const gone = { method: "DELETE", headers: { Authorization: `Bearer ${stranger}` } };
      const told = [
        await get(`/api/sources/${source}`, stranger),
        await send(`/api/sources/${source}/polls`, {}, { token: stranger }),
        await app.request(`/api/sources/${source}`, gone),
      ];
      return Promise.all(told.map(async (answer) => (await answer.text()).replaceAll(source, "…")));
    };
    const foreign = await answers(String(id));
    expect(foreign[0]).toContain("no-such-source");
    expect(foreign).toEqual(await answers("bridge.abc"));
    expect((await send("/api/sources", { ...feed }, { token: stranger })).status).toBe(404);
    expect((await get(`/api/sources/${id}`, token)).status).toBe(200);
  });

  test("that have ended say so, and are not polled", async () => {
    const { add, get, send, ports, publisher, token } = await withManager();
    const { id } = (await said(await add(feed))).body;
    const watched = await ports.sources.get(String(id));
    if (watched === undefined) throw new Error("it is not there");
    const watching = { ...watched.watching, ended: "answers with 410 Gone" };
    await ports.sources.save({ ...watched, watching }, watched.dueAt);
    expect((await said(await get(`/api/sources/${id}`, token))).body).toMatchObject({
      state: "ended",
      ended: "answers with 410 Gone",
    });
    expect(await said(await send(`/api/sources/${id}/polls`, {}, { token: publisher }))).toMatchObject({
      status: 409,
      body: { type: "/api/problems/source-ended" },
    });
  });

  test.each([
    [{ ...feed, url: "courier.example" }, "#/url"],
    [{ ...feed, url: "https://ada:secret@courier.example/" }, "#/url"],
    [{ ...feed, everyMinutes: 0 }, "#/everyMinutes"],
    [{ ...feed, everyMinutes: 1441 }, "#/everyMinutes"],
    [{ url: feed.url }, "#/topic"],
  ])("are refused: %j", async (body, pointer) => {
    const { add } = await withManager();
    expect(await said(await add(body))).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test.each(["x", "harbour.", "a".repeat(3_000), "harbour.abc"])("%.20s is no source", async (id) => {
    const { get } = await smallApi();
    expect((await get(`/api/sources/${id}`)).status).toBe(404);
  });
});
