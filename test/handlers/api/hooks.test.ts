import { describe, expect, test } from "vitest";
import { revokeKey } from "#pipeline/revoke-key.ts";
import { said, smallApi } from "./small-api.ts";

const minuteMs = 60_000;
const first = { headline: "Ferries stop at noon", key: "cms/4711" };

async function withHook() {
  const api = await smallApi();
  return { ...api, hook: await api.newKey(["hook"], ["harbour"]) };
}

describe("a signed message", () => {
  test("publishes to the hook's topic, and changes what it names by its key", async () => {
    const { signed, hook, ports } = await withHook();
    expect((await signed(hook, first)).status).toBe(201);
    const correct = { kind: "correct", key: "cms/4711", headline: "Ferries stop at one", note: "The hour." };
    expect(await said(await signed(hook, correct))).toMatchObject({ status: 200, body: { number: 1, version: 2 } });
    await signed(hook, { kind: "update", key: "cms/4711", text: "<p>By vote.</p>" });
    await signed(hook, { kind: "withdraw", key: "cms/4711" });
    expect(await ports.topicLog.read("harbour", 0)).toMatchObject([
      { kind: "new", development: 1 },
      { kind: "corrected", development: 1, headline: "Ferries stop at one", note: "The hour." },
      { kind: "updated", text: "<p>By vote.</p>" },
      { kind: "withdrawn", development: 1 },
    ]);
  });

  test("that comes again is answered as the first time, and does nothing", async () => {
    const { signed, hook, ports, now, pass } = await withHook();
    const at = now();
    const answer = await said(await signed(hook, first, at));
    await signed(hook, { kind: "update", key: "cms/4711", headline: "Ferries stop at one" });
    pass(4 * minuteMs);
    const again = await signed(hook, first, at);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(await said(again)).toEqual(answer);
    expect(await ports.topicLog.tail("harbour")).toBe(2);
  });

  test.each([
    ["5 minutes old", -5 * minuteMs, 201],
    ["older", -5 * minuteMs - 1_000, 401],
    ["5 minutes ahead", 5 * minuteMs, 201],
    ["further ahead", 5 * minuteMs + 1_000, 401],
  ])("that is %s is answered %i", async (_, offMs, status) => {
    const { signed, hook, now } = await withHook();
    expect((await signed(hook, first, now() + offMs)).status).toBe(status);
  });

  test("is refused with another secret, another body, another hook's signature, or a changed time", async () => {
    const { app, signed, hook, newKey, now, ports } = await withHook();
    const other = await newKey(["hook"], ["bridge"]);
    const unsigned = [
      await signed({ ...hook, secret: "guessed" }, first),
      await signed(hook, first, now(), JSON.stringify({ headline: "Another" })),
      await signed({ id: hook.id, secret: other.secret }, first),
      await signed({ id: "ffffffffffff", secret: hook.secret }, first),
      await signed({ id: "../harbour", secret: hook.secret }, first),
    ];
    for (const signature of ["", "v1=abc", "t=1", "t=1,t=2,v1=0", `t=1,v1=${"g".repeat(64)}`, "a,".repeat(5_000)]) {
      const headers = { "Content-Type": "application/json", "Bulletin-Signature": signature };
      unsigned.push(await app.request(`/api/hooks/${hook.id}`, { method: "POST", body: "{}", headers }));
    }
    for (const response of unsigned.filter(({ status }) => status !== 404)) {
      expect(response.headers.get("WWW-Authenticate")).toBe("Bulletin-Signature");
      expect(await said(response)).toMatchObject({ status: 401, body: { type: "/api/problems/signature" } });
    }
    expect(await ports.topicLog.tail("harbour")).toBe(0);
  });

  test("is refused once the hook is revoked or has expired", async () => {
    const { signed, hook, newKey, ports, pass } = await withHook();
    await revokeKey(ports, hook.id);
    expect((await signed(hook, first)).status).toBe(401);
    const short = await newKey(["hook"], ["harbour"], minuteMs);
    expect((await signed(short, first)).status).toBe(201);
    pass(minuteMs);
    expect((await signed(short, first)).status).toBe(401);
  });

  test("about a key that nothing was published under finds no development", async () => {
    const { signed, hook } = await withHook();
    expect(await said(await signed(hook, { kind: "withdraw", key: "cms/1" }))).toMatchObject({
      status: 404,
      body: { type: "/api/problems/no-such-development" },
    });
  });

  test.each([
    [{ kind: "withdraw" }, "#/key", "is missing"],
    [{ kind: "frob", key: "a" }, "#/kind", "is not known here"],
    [{ headline: "" }, "#/headline", "must not be empty"],
    [{ headline: "a", topic: "bridge" }, "#", "“topic”"],
  ])("is refused: %j", async (message, pointer, detail) => {
    const { signed, hook } = await withHook();
    const answer = await said(await signed(hook, message));
    expect(answer.status).toBe(422);
    expect(answer.body["errors"]).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
  });

  test("may carry a signature with an old secret beside the new one", async () => {
    const { app, hook, newKey, now } = await withHook();
    const { createHmac } = await import("node:crypto");
    const [body, seconds] = [JSON.stringify(first), now() / 1000];
    const old = await newKey(["hook"], ["harbour"]);
    const sign = (secret: string) => createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
    const signature = `t=${seconds}, v1=${sign(old.secret)}, v1=${sign(hook.secret)}`;
    const headers = { "Content-Type": "application/json", "Bulletin-Signature": signature };
    expect((await app.request(`/api/hooks/${hook.id}`, { method: "POST", body, headers })).status).toBe(201);
  });
});
