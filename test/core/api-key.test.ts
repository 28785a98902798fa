import { describe, expect, test } from "vitest";
import { type ApiKey, allows, isForTopic, keyState, parseToken, tokenOf } from "#core/api-key.ts";

const id = "0a1b2c3d4e5f";
const secret = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP-";
const key: ApiKey = { id, name: "", can: ["publish"], topics: ["harbour"], createdAt: 1_000 };

describe("a token", () => {
  test("is read as it was written", () => {
    expect(parseToken(tokenOf(id, secret))).toEqual({ id, secret });
  });

  test.each(["", "bulletin_", `bulletin_${id}_short`, `other_${id}_${secret}`, `bulletin_${id}_${secret}=`, secret])(
    "is not “%s”",
    (text) => {
      expect(parseToken(text)).toBeUndefined();
    },
  );
});

describe("a key", () => {
  test("is valid until the moment at which it expires, and never after it was revoked", () => {
    expect(keyState(key, Number.MAX_SAFE_INTEGER)).toBe("valid");
    expect(keyState({ ...key, expiresAt: 5_000 }, 4_999)).toBe("valid");
    expect(keyState({ ...key, expiresAt: 5_000 }, 5_000)).toBe("expired");
    expect(keyState({ ...key, expiresAt: 5_000, revokedAt: 2_000 }, 3_000)).toBe("revoked");
  });

  test("is for its topics, or for every one", () => {
    expect(isForTopic(key, "harbour")).toBe(true);
    expect(isForTopic(key, "harbour-strike")).toBe(false);
    const { topics: _, ...everywhere } = key;
    expect(isForTopic(everywhere, "bridge")).toBe(true);
  });

  test.each([
    ["read", { read: true, publish: false, manage: false, hook: false }],
    ["publish", { read: true, publish: true, manage: false, hook: false }],
    ["manage", { read: true, publish: false, manage: true, hook: false }],
    ["hook", { read: false, publish: false, manage: false, hook: true }],
  ] as const)("that can %s can %j", (ability, wanted) => {
    const able = { ...key, can: [ability] };
    const can = Object.keys(wanted).map((one) => [one, allows(able, one as typeof ability)]);
    expect(Object.fromEntries(can)).toEqual(wanted);
  });
});
