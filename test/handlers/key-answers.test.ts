import { describe, expect, test } from "vitest";
import { keySecrets } from "#adapters/node/key-secrets.ts";
import { keyAnswer } from "#handlers/operate/key-answers.ts";
import { operation } from "#handlers/operate-input.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import { memoryStores } from "#test/support/memory/stores.ts";

const noon = Date.UTC(2026, 2, 2, 12);

async function newPorts() {
  const clock = { now: () => noon, sleep: async () => {} };
  const { apiKeys: keys, topics } = memoryStores(clock.now);
  const ports = { keys, topics, clock, keySecrets: keySecrets("a key for tests") };
  await addTopic(ports, { slug: "harbour", title: "The harbour strike" });
  return ports;
}

describe("the answer about keys", () => {
  test("tells a new key's secret once, and never its digest", async () => {
    const ports = await newPorts();
    const asked = { command: "key.add", name: "the CMS", can: ["publish", "publish"], topics: ["harbour"] } as const;
    const added = await keyAnswer(ports, {
      ...asked,
      can: [...asked.can],
      topics: [...asked.topics],
      lastsMs: 3_600_000,
    });
    const shown = {
      ...{ name: "the CMS", can: ["publish"], topics: ["harbour"], state: "valid" },
      ...{ createdAt: "2026-03-02T12:00:00.000Z", expiresAt: "2026-03-02T13:00:00.000Z" },
    };
    expect(added).toEqual({
      done: { ...shown, key: expect.any(String), secret: expect.stringMatching(/^bulletin_[0-9a-f]{12}_/) },
    });
    const listed = await keyAnswer(ports, { command: "key.list" });
    expect(listed).toEqual({ done: { keys: [{ ...shown, key: expect.any(String) }] } });
  });

  test("tells a hook's address beside its secret", async () => {
    const ports = await newPorts();
    const added = await keyAnswer(ports, { command: "key.add", name: "", can: ["hook"], topics: ["harbour"] });
    expect(added).toMatchObject({ done: { address: expect.stringMatching(/^\/api\/hooks\/[0-9a-f]{12}$/) } });
  });

  test("says in one sentence why nothing was made or revoked", async () => {
    const ports = await newPorts();
    expect(await keyAnswer(ports, { command: "key.add", name: "", can: ["read"], topics: ["nowhere"] })).toEqual({
      refused: "There is no topic nowhere: add it with “bulletin topic add nowhere --title …”.",
    });
    expect(await keyAnswer(ports, { command: "key.add", name: "", can: ["hook", "read"] })).toEqual({
      refused: "A key that can hook can nothing else, and is for one topic.",
    });
    expect(await keyAnswer(ports, { command: "key.revoke", key: "nothing" })).toEqual({
      refused: "There is no key nothing: “bulletin key list” names them all.",
    });
  });

  test("tells a revoked key as such, and that it was revoked before", async () => {
    const ports = await newPorts();
    await ports.keys.put({ id: "0a1b2c3d4e5f", name: "", can: ["read"], createdAt: noon });
    const revoke = () => keyAnswer(ports, { command: "key.revoke", key: "0a1b2c3d4e5f" });
    expect(await revoke()).toMatchObject({ done: { state: "revoked", revokedAt: "2026-03-02T12:00:00.000Z" } });
    expect(await revoke()).toEqual({ refused: "The key 0a1b2c3d4e5f was revoked before." });
  });
});

describe("what is asked about keys", () => {
  test.each([
    { command: "key.add", name: "a", can: [] },
    { command: "key.add", name: "a", can: ["frob"] },
    { command: "key.add", name: "a", can: ["read"], topics: [] },
    { command: "key.add", name: "a", can: ["read"], topics: Array(51).fill("a") },
    { command: "key.add", name: "a".repeat(101), can: ["read"] },
    { command: "key.add", name: "a", can: ["read"], lastsMs: 0 },
    { command: "key.revoke" },
  ])("is refused: %j", (asked) => {
    expect(operation.safeParse(asked).success).toBe(false);
  });
});
