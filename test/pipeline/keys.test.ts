import { describe, expect, test } from "vitest";
import { keySecrets } from "#adapters/node/key-secrets.ts";
import type { ApiKey } from "#core/api-key.ts";
import type { Instant } from "#core/instant.ts";
import { addKey } from "#pipeline/add-key.ts";
import { authorizeKey } from "#pipeline/authorize-key.ts";
import { keyMemory } from "#pipeline/key-memory.ts";
import { revokeKey } from "#pipeline/revoke-key.ts";
import { memoryStores } from "#test/support/memory/stores.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function newWorld() {
  let now: Instant = Date.UTC(2026, 2, 2, 12);
  const clock = { now: () => now, sleep: async () => {} };
  const { apiKeys, topics } = memoryStores(clock.now);
  const touched = { reads: 0, writes: 0 };
  const keys = {
    ...apiKeys,
    get: async (id: string) => {
      touched.reads += 1;
      return apiKeys.get(id);
    },
    noteUsed: async (id: string, at: Instant) => {
      touched.writes += 1;
      await apiKeys.noteUsed(id, at);
    },
  };
  const ports = { keys, topics, clock, keySecrets: keySecrets("a key for tests") };
  const memory = keyMemory(ports);
  return {
    ports,
    stored: apiKeys,
    touched,
    pass: (ms: number) => {
      now += ms;
    },
    now: clock.now,
    authorize: (token: string) => authorizeKey(ports, memory, token),
    add: async (wanted: Partial<Parameters<typeof addKey>[1]> = {}) => {
      const outcome = await addKey(ports, { name: "a test's", can: ["publish"], ...wanted });
      if (outcome.kind !== "added") throw new Error(outcome.kind);
      return outcome;
    },
  };
}

describe("making a key", () => {
  test("gives a token that opens, and keeps nothing that would give it again", async () => {
    const { add, authorize, stored } = newWorld();
    const { key, secret } = await add();
    expect(await authorize(secret)).toMatchObject({ kind: "known", key: { id: key.id, can: ["publish"] } });
    expect(JSON.stringify(await stored.all())).not.toContain(secret.split("_")[2]);
  });

  test("gives another key each time", async () => {
    const { add } = newWorld();
    expect((await add()).secret).not.toBe((await add()).secret);
  });

  test("tries another id where one is taken", async () => {
    const { ports, stored } = newWorld();
    const { mint } = ports.keySecrets;
    const taken = mint();
    await stored.put({ id: taken.id, name: "first", can: ["read"], createdAt: 1 });
    const minted = [taken, mint()];
    const dice = { ...ports.keySecrets, mint: () => minted.shift() ?? taken };
    const outcome = await addKey({ ...ports, keySecrets: dice }, { name: "second", can: ["read"] });
    expect(outcome.kind).toBe("added");
    expect((await stored.get(taken.id))?.name).toBe("first");
  });

  test("is refused for a topic that there is not, unless it is to add it", async () => {
    const { ports } = newWorld();
    const wanted = { name: "", topics: ["nowhere"] };
    expect(await addKey(ports, { ...wanted, can: ["publish"] })).toEqual({ kind: "no-such-topic", topic: "nowhere" });
    expect((await addKey(ports, { ...wanted, can: ["publish", "manage"] })).kind).toBe("added");
    for (const topic of ["", "No Slug"]) {
      expect(await addKey(ports, { name: "", can: ["manage"], topics: [topic] })).toEqual({
        kind: "no-such-topic",
        topic,
      });
    }
  });

  test.each([{ can: ["hook", "read"] as const, topics: ["harbour"] }, { can: ["hook"] as const }])(
    "is refused for a hook that is more than one: %j",
    async (wanted) => {
      const { ports } = newWorld();
      expect(await addKey(ports, { name: "", ...wanted })).toEqual({ kind: "not-a-hook" });
    },
  );
});

describe("showing a token", () => {
  test("is refused without a look where it is none, and after one where nobody made it", async () => {
    const { authorize, touched, add } = newWorld();
    const { secret } = await add();
    expect(await authorize("bulletin_nothing")).toEqual({ kind: "refused", reason: "unknown" });
    expect(touched.reads).toBe(0);
    const stranger = secret.replace(/^bulletin_.{12}/, "bulletin_ffffffffffff");
    expect(await authorize(stranger)).toEqual({ kind: "refused", reason: "unknown" });
  });

  test("is refused with another key's secret", async () => {
    const { authorize, add } = newWorld();
    const [one, other] = [await add(), await add()];
    const mixed = `bulletin_${one.key.id}_${other.secret.split("_").slice(2).join("_")}`;
    expect(await authorize(mixed)).toEqual({ kind: "refused", reason: "unknown" });
  });

  test("costs a read a minute and a write an hour, however often it is shown", async () => {
    const { authorize, add, pass, touched } = newWorld();
    const { secret } = await add();
    for (let second = 0; second < 60; second++) {
      await authorize(secret);
      pass(1_000);
    }
    expect(touched).toEqual({ reads: 1, writes: 1 });
    for (let minute = 1; minute < 60; minute++) {
      await authorize(secret);
      pass(minuteMs);
    }
    expect(touched).toEqual({ reads: 60, writes: 1 });
    await authorize(secret);
    expect(touched.writes).toBe(2);
  });

  test("stops within a minute of the revocation", async () => {
    const { authorize, add, pass, ports } = newWorld();
    const { key, secret } = await add();
    await authorize(secret);
    expect((await revokeKey(ports, key.id)).kind).toBe("revoked");
    pass(minuteMs - 1);
    expect((await authorize(secret)).kind).toBe("known");
    pass(1);
    expect(await authorize(secret)).toEqual({ kind: "refused", reason: "revoked" });
  });

  test("stops at the moment at which it expires, remembered or not", async () => {
    const { authorize, add, pass } = newWorld();
    const { secret } = await add({ lastsMs: hourMs });
    pass(hourMs - 1);
    expect((await authorize(secret)).kind).toBe("known");
    pass(1);
    expect(await authorize(secret)).toEqual({ kind: "refused", reason: "expired" });
  });

  test("does not tell a stranger that a key was revoked", async () => {
    const { authorize, add, ports } = newWorld();
    const { key, secret } = await add();
    await revokeKey(ports, key.id);
    const wrong = `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`;
    expect(await authorize(wrong)).toEqual({ kind: "refused", reason: "unknown" });
  });

  test("is refused where the key is a hook's", async () => {
    const { authorize, stored, now } = newWorld();
    const hook: ApiKey = { id: "0a1b2c3d4e5f", name: "", can: ["hook"], topics: ["harbour"], createdAt: now() };
    await stored.put(hook);
    expect(await authorize(`bulletin_${hook.id}_${"a".repeat(43)}`)).toEqual({ kind: "refused", reason: "unknown" });
  });
});

describe("revoking a key", () => {
  test("is told apart from having been, and from there being none", async () => {
    const { add, ports } = newWorld();
    const { key } = await add();
    expect((await revokeKey(ports, key.id)).kind).toBe("revoked");
    expect((await revokeKey(ports, key.id)).kind).toBe("revoked-before");
    expect((await revokeKey(ports, "ffffffffffff")).kind).toBe("no-such-key");
  });
});
