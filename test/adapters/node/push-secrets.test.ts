import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hmacPushSecrets } from "#adapters/node/push-secrets.ts";

const body = Buffer.from("<rss/>");
const sign = (method: string, secret = "s") => createHmac(method, secret).update(body).digest("hex");

describe("a hub's signature", () => {
  test.each(["sha1", "sha256", "sha384", "sha512"])("holds by %s", (method) => {
    expect(hmacPushSecrets.holds("s", `${method}=${sign(method)}`, body)).toBe(true);
    expect(hmacPushSecrets.holds("s", `${method.toUpperCase()}=${sign(method).toUpperCase()}`, body)).toBe(true);
  });

  test.each([
    ["of another secret", `sha256=${sign("sha256", "t")}`],
    ["of another method", `sha512=${sign("sha256")}`],
    ["by a method that is none", `md5=${sign("md5")}`],
    ["cut short", `sha256=${sign("sha256").slice(0, 62)}`],
    ["with more behind it", `sha256=${sign("sha256")}=`],
    ["of nothing", ""],
  ])("does not hold %s", (_, signature) => {
    expect(hmacPushSecrets.holds("s", signature, body)).toBe(false);
  });

  test("has a secret that nobody guesses, another each time", () => {
    const made = [hmacPushSecrets.make(), hmacPushSecrets.make()].flatMap(({ token, secret }) => [token, secret]);
    expect(new Set(made).size).toBe(4);
    for (const each of made) expect(each).toMatch(/^[\w-]{32}$/);
    expect(hmacPushSecrets.same("one", "one")).toBe(true);
    expect(hmacPushSecrets.same("one", "other")).toBe(false);
  });
});
