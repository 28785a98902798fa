import { describe, expect, test } from "vitest";
import { said, smallApi } from "./small-api.ts";

const path = "/api/topics/harbour/developments";

describe("publishing by the API", () => {
  test("takes one development, numbers it and nudges the planner", async () => {
    const { send, plans, ports } = await smallApi();
    const answer = await said(await send(path, { headline: "Ferries stop at noon", importance: "breaking" }));
    const body = { topic: "harbour", added: 1, updated: 0, unchanged: 0, numbers: [1] };
    expect(answer).toEqual({ status: 201, body });
    expect(plans).toEqual([{ kind: "alert", topic: "harbour" }]);
    expect(await ports.topicLog.read("harbour", 0)).toMatchObject([
      { headline: "Ferries stop at noon", importance: "breaking", kind: "new" },
    ]);
  });

  test("takes several, the newest last, each with its own importance or that of all", async () => {
    const { send, ports } = await smallApi();
    const developments = [{ headline: "Talks begin" }, { headline: "Talks fail", importance: "breaking" }];
    expect((await send(path, { importance: "routine", developments })).status).toBe(201);
    expect((await send(path, [{ headline: "Talks go on" }, { headline: "Talks begin" }])).status).toBe(201);
    const told = (await ports.topicLog.read("harbour", 0)).map(({ headline, importance }) => [headline, importance]);
    expect(told).toEqual([
      ["Talks begin", "routine"],
      ["Talks fail", "breaking"],
      ["Talks go on", "notable"],
    ]);
  });

  test("adds nothing the second time, and updates what has other words under its key", async () => {
    const { send } = await smallApi();
    const first = { headline: "Ferries stop at noon", key: "ferries" };
    await send(path, first);
    expect((await said(await send(path, first))).body).toMatchObject({ added: 0, unchanged: 1, numbers: [1] });
    expect(await said(await send(path, { ...first, headline: "Ferries stop at one" }))).toMatchObject({
      status: 200,
      body: { updated: 1, numbers: [1] },
    });
  });

  test("makes words harmless on the way in", async () => {
    const { send, ports } = await smallApi();
    await send(path, {
      headline: "Ferries\u202e stop\r\nBcc: all",
      text: '<p onclick="x()">So <b>it</b> is<script>alert(1)</script> <a href="javascript:x">here</a></p>',
    });
    expect(await ports.topicLog.read("harbour", 0)).toMatchObject([
      { headline: "Ferries stop Bcc: all", text: "<p>So <strong>it</strong> is here</p>" },
    ]);
  });

  test.each([
    ["By vote.\n\nBoth ways.", "<p>By vote.</p><p>Both ways.</p>"],
    ["2 < 3 & 5 > 4", "<p>2 &lt; 3 &amp; 5 &gt; 4</p>"],
    ["<div>By vote.<br>Both ways.</div><h2>Next</h2>", "<p>By vote.</p><p>Both ways.</p><p><strong>Next</strong></p>"],
    ["<ul><li>One<li>Two</ul>", "<ul><li>One</li><li>Two</li></ul>"],
    [`${"<b>".repeat(2_000)}deep`, undefined],
    ["<script>alert(1)</script>", undefined],
    ["", undefined],
  ])("takes the text %.40s as paragraphs", async (typed, text) => {
    const { send, ports } = await smallApi();
    const { status } = await send(path, { headline: "Ferries stop", text: typed });
    expect(status).toBe(text === undefined ? 422 : 201);
    expect((await ports.topicLog.read("harbour", 0)).map((version) => version.text)).toEqual(text ? [text] : []);
  });

  test.each([
    ["HTTPS://Courier.Example/a b", "https://courier.example/a%20b"],
    ["https://courier.example/\r\nBcc: all", "https://courier.example/Bcc:%20all"],
    ['https://courier.example/"><script>', "https://courier.example/%22%3E%3Cscript%3E"],
  ])("writes the address %j as browsers do", async (typed, written) => {
    const { send, ports } = await smallApi();
    await send(path, { headline: "Ferries stop", url: typed });
    expect((await ports.topicLog.read("harbour", 0)).map(({ url }) => url)).toEqual([written]);
  });

  test.each([
    [{ headline: "a", url: "https://" }, "#/url", "must be a complete web address"],
    [{ headline: "a", url: "https://ada:secret@courier.example" }, "#/url", "without a password"],
    [{ headline: "" }, "#/headline", "must not be empty"],
    [{ headline: "\u200b" }, "#/headline", "must have 1 to 300 characters that are seen"],
    [{}, "#/headline", "is missing"],
    [{ headline: 5 }, "#/headline", "must be text"],
    [{ headline: "a".repeat(301) }, "#/headline", "must have at most 300 characters"],
    [{ headline: "a", text: "a".repeat(10_001) }, "#/text", "must have at most 10000 characters"],
    [{ headline: "a", url: "ftp://tidewater.example" }, "#/url", "must begin with http:// or https://"],
    [{ headline: "a", publishedAt: "yesterday" }, "#/publishedAt", "must be a moment with its zone"],
    [{ headline: "a", publishedAt: "2026-03-02T09:00:00" }, "#/publishedAt", "must be a moment with its zone"],
    [{ headline: "a", importance: "huge" }, "#/importance", "must be one of routine, notable, breaking"],
    [{ headline: "a", frob: 1 }, "#", "has “frob”, which is not known here"],
    [[], "#", "must be a list with at least 1"],
    [[{ headline: "a" }, { headline: 5 }], "#/1/headline", "must be text"],
    [{ developments: [{ headline: "a", key: "" }] }, "#/developments/0/key", "must not be empty"],
    [Array.from({ length: 201 }, () => ({ headline: "a" })), "#", "must be a list with at most 200"],
    ["text", "#", "must be an object"],
    [null, "#", "must be an object"],
    [5, "#", "must be an object"],
  ])("refuses %j in plain words", async (body, pointer, detail) => {
    const { send, ports } = await smallApi();
    const response = await send(path, body === "text" ? '"text"' : body);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    const answer = await said(response);
    expect(answer).toMatchObject({ status: 422, body: { type: "/api/problems/validation", status: 422 } });
    expect(answer.body["errors"]).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
    expect(await ports.topicLog.tail("harbour")).toBe(0);
  });

  test.each([
    ['{"__proto__":{"headline":"a"}}', 422],
    ['{"headline":"a","__proto__":{"importance":"breaking"}}', 422],
    ["{", 400],
    ["", 400],
    ["[".repeat(500_000), 400],
    [`${"[".repeat(500_000)}${"]".repeat(500_000)}`, 422],
    [`{"headline":${"[".repeat(500_000)}${"]".repeat(500_000)}}`, 422],
    [`{"headline":"${"a".repeat(1024 * 1024)}"}`, 413],
  ])("refuses a body that begins with %.20s", async (body, status) => {
    const { send, ports } = await smallApi();
    expect((await send(path, body)).status).toBe(status);
    expect(await ports.topicLog.tail("harbour")).toBe(0);
  });

  test("refuses bytes that are not UTF-8", async () => {
    const { app, publisher } = await smallApi();
    const headers = { Authorization: `Bearer ${publisher}`, "Content-Type": "application/json" };
    const body = Buffer.from('{"headline":"Café"}', "latin1");
    expect((await app.request(path, { method: "POST", body, headers })).status).toBe(400);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""])(
    "refuses a body declared as “%s”",
    async (type) => {
      const { send } = await smallApi();
      const response = await send(path, { headline: "a" }, { headers: { "Content-Type": type } });
      expect(await said(response)).toMatchObject({ status: 415, body: { type: "/api/problems/media-type" } });
    },
  );
});

describe("repeating a request under its Idempotency-Key", () => {
  const headers = { "Idempotency-Key": "order 66" };

  test("gives the same answer, and does nothing twice", async () => {
    const { send, ports } = await smallApi();
    const first = await send(path, { headline: "Ferries stop" }, { headers });
    const again = await send(path, { headline: "Ferries stop" }, { headers });
    expect(first.headers.has("Idempotency-Replayed")).toBe(false);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(await said(again)).toEqual(await said(first));
    expect(await ports.topicLog.tail("harbour")).toBe(1);
  });

  test("is refused with another body, and at another address", async () => {
    const { send, newKey } = await smallApi();
    const token = (await newKey(["publish"])).secret;
    await send(path, { headline: "Ferries stop" }, { headers, token });
    const other = { status: 422, body: { type: "/api/problems/other-request" } };
    expect(await said(await send(path, { headline: "Trains stop" }, { headers, token }))).toMatchObject(other);
    const elsewhere = "/api/topics/bridge/developments";
    expect(await said(await send(elsewhere, { headline: "Ferries stop" }, { headers, token }))).toMatchObject(other);
  });

  test("begins anew after a day, and for another key", async () => {
    const { send, pass, newKey, ports } = await smallApi();
    await send(path, { headline: "Ferries stop" }, { headers });
    const { secret } = await newKey(["publish"]);
    expect((await send(path, { headline: "Trains stop" }, { headers, token: secret })).status).toBe(201);
    pass(24 * 60 * 60 * 1000);
    expect((await send(path, { headline: "Buses stop" }, { headers })).status).toBe(201);
    expect(await ports.topicLog.tail("harbour")).toBe(3);
  });

  test("may try again what was refused", async () => {
    const { send, newKey, ports } = await smallApi();
    const token = (await newKey(["publish"])).secret;
    const asked = () => send("/api/topics/tunnel/developments", { headline: "It opens" }, { headers, token });
    expect((await asked()).status).toBe(404);
    await ports.topics.put({ slug: "tunnel", title: "The tunnel", createdAt: 1 });
    expect((await asked()).status).toBe(201);
  });

  test("is told to come again while the first is being answered", async () => {
    const { send, ports } = await smallApi();
    let asked: Promise<Response> | undefined;
    const { read } = ports.topicLog;
    const slow = {
      ...ports.topicLog,
      read: async (topic: string, after: number) => {
        asked ??= send(path, { headline: "Ferries stop" }, { headers });
        await asked;
        return read(topic, after);
      },
    };
    Object.assign(ports, { topicLog: slow });
    expect((await send(path, { headline: "Ferries stop" }, { headers })).status).toBe(201);
    const meanwhile = await asked;
    expect(meanwhile?.headers.get("Retry-After")).toBe("2");
    expect(meanwhile?.status).toBe(409);
  });

  test.each(["a".repeat(256), "é"])("is refused where the key is %.10s…", async (name) => {
    const { app, publisher } = await smallApi();
    const request = new Request(`https://x.example${path}`, {
      method: "POST",
      body: '{"headline":"a"}',
      headers: {
        Authorization: `Bearer ${publisher}`,
        "Content-Type": "application/json",
        "Idempotency-Key": name,
      },
    });
    expect((await app.request(request)).status).toBe(400);
  });
});

describe("changing a development by the API", () => {
  const one = `${path}/1`;
  const patch = { method: "PATCH" };

  async function withOne() {
    const api = await smallApi();
    await api.send(path, { headline: "Ferries stop at noon", text: "<p>By vote.</p>", key: "ferries" });
    return api;
  }

  test("updates, corrects and withdraws it, keeping what is left out", async () => {
    const { send, ports } = await withOne();
    const update = { kind: "update", headline: "Ferries stop at half past" };
    const done = await send(one, update, patch);
    expect(done.headers.get("ETag")).toBe('"1.2"');
    expect(await said(done)).toEqual({
      status: 200,
      body: { topic: "harbour", number: 1, version: 2, changed: true },
    });
    await send(one, { kind: "correct", headline: "Ferries stop at one", note: "The hour.", atOnce: true }, patch);
    await send(one, { kind: "withdraw", note: "It was not so." }, patch);
    expect(await ports.topicLog.read("harbour", 1)).toMatchObject([
      { kind: "updated", headline: "Ferries stop at half past", text: "<p>By vote.</p>", development: 1 },
      { kind: "corrected", headline: "Ferries stop at one", note: "The hour.", atOnce: true },
      { kind: "withdrawn", note: "It was not so." },
    ]);
  });

  test("changes nothing the second time, and says so", async () => {
    const { send } = await withOne();
    const change = { kind: "update", headline: "Ferries stop at one" };
    await send(one, change, patch);
    const again = { status: 200, body: { version: 2, changed: false } };
    expect(await said(await send(one, change, patch))).toMatchObject(again);
    await send(one, { kind: "withdraw" }, patch);
    expect((await said(await send(one, { kind: "withdraw" }, patch))).body).toMatchObject({
      version: 3,
      changed: false,
    });
    expect(await said(await send(one, change, patch))).toMatchObject({
      status: 409,
      body: { type: "/api/problems/withdrawn" },
    });
  });

  test("is refused where another version stands than If-Match names", async () => {
    const { send, get, ports } = await withOne();
    const tag = (await get(one)).headers.get("ETag") ?? "";
    expect(tag).toBe('"1.1"');
    const change = (headline: string, match: string) =>
      send(one, { kind: "update", headline }, { ...patch, headers: { "If-Match": match } });
    expect((await change("Ferries stop at one", tag)).status).toBe(200);
    expect(await said(await change("Ferries stop at two", tag))).toMatchObject({
      status: 412,
      body: { type: "/api/problems/changed-since" },
    });
    expect((await change("Ferries stop at two", 'W/"1.2"')).status).toBe(412);
    expect((await change("Ferries stop at two", '"2.2"')).status).toBe(412);
    expect((await change("Ferries stop at two", "*")).status).toBe(200);
    expect(await ports.topicLog.tail("harbour")).toBe(3);
  });

  test.each([
    [{ kind: "correct", headline: "a" }, "#/note", "is missing"],
    [{ kind: "frob" }, "#/kind", "is not known here"],
    [{ headline: "a" }, "#/kind", "is not known here"],
    [{ kind: "withdraw", headline: "a" }, "#", "“headline”"],
    [{ kind: "update", atOnce: true }, "#", "“atOnce”"],
  ])("refuses %j", async (body, pointer, detail) => {
    const { send } = await withOne();
    const answer = await said(await send(one, body, patch));
    expect(answer.status).toBe(422);
    expect(answer.body["errors"]).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
  });

  test.each(["2", "0", "x", "-1", "1e3", "99999999999999999999"])("finds no development %s", async (number) => {
    const { send, get } = await withOne();
    const none = { status: 404, body: { type: "/api/problems/no-such-development" } };
    expect(await said(await send(`${path}/${number}`, { kind: "withdraw" }, patch))).toMatchObject(none);
    expect(await said(await get(`${path}/${number}`))).toMatchObject(none);
  });
});

describe("reading developments by the API", () => {
  test("gives the latest version of each, newest first, page by page", async () => {
    const { send, get } = await smallApi();
    await send(
      path,
      [1, 2, 3, 4, 5].map((number) => ({ headline: `What happened ${number}` })),
    );
    await send(`${path}/2`, { kind: "correct", headline: "What did happen", note: "Not so." }, { method: "PATCH" });
    const first = await said(await get(`${path}?limit=2`));
    expect(first.body["developments"]).toMatchObject([{ number: 5, versions: 1 }, { number: 4 }]);
    const second = await said(await get(`${path}?limit=2&cursor=${first.body["next"]}`));
    expect(second.body["developments"]).toMatchObject([
      { number: 3 },
      { number: 2, versions: 2, version: 6, kind: "corrected", headline: "What did happen", note: "Not so." },
    ]);
    const last = await said(await get(`${path}?limit=2&cursor=${second.body["next"]}`));
    expect(last.body).toMatchObject({ developments: [{ number: 1 }] });
    expect(last.body).not.toHaveProperty("next");
  });

  test("is not sent again to who has it", async () => {
    const { send, get, publisher } = await smallApi();
    await send(path, { headline: "Ferries stop" });
    const first = await get(path);
    const tag = first.headers.get("ETag") ?? "";
    const again = await get(path, publisher, { "If-None-Match": `"other", W/${tag}` });
    expect({ status: again.status, body: await again.text() }).toEqual({ status: 304, body: "" });
    await send(path, { headline: "Trains stop" });
    expect((await get(path, publisher, { "If-None-Match": tag })).status).toBe(200);
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=x", "limit"],
    ["cursor=5", "cursor"],
    ["cursor=YmVmb3JlOjA", "cursor"],
    ["frob=1", "frob"],
  ])("refuses the query %s", async (query, parameter) => {
    const { get } = await smallApi();
    const answer = await said(await get(`${path}?${query}`));
    expect(answer.status).toBe(422);
    expect(answer.body["errors"]).toMatchObject([{ parameter }]);
  });

  test("by HEAD tells the same without the body", async () => {
    const { app, get, publisher } = await smallApi();
    const headers = { Authorization: `Bearer ${publisher}` };
    const head = await app.fetch(new Request(`https://x.example${path}`, { method: "HEAD", headers }));
    const whole = await get(path);
    expect({ status: head.status, body: await head.text() }).toEqual({ status: 200, body: "" });
    expect(head.headers.get("ETag")).toBe(whole.headers.get("ETag"));
  });

  test("gives every version of one", async () => {
    const { send, get } = await smallApi();
    await send(path, [{ headline: "Ferries stop", publishedAt: "2026-03-02T09:00:00+01:00" }, { headline: "Other" }]);
    await send(`${path}/1`, { kind: "withdraw" }, { method: "PATCH" });
    const { body } = await said(await get(`${path}/1`));
    expect(body).toMatchObject({
      ...{ topic: "harbour", number: 1 },
      versions: [
        { version: 1, kind: "new", publishedAt: "2026-03-02T08:00:00.000Z", recordedAt: "2026-03-02T12:00:00.000Z" },
        { version: 3, kind: "withdrawn" },
      ],
    });
  });
});
