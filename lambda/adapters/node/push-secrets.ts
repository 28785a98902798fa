import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { PushSecrets } from "#pipeline/ports/hubs.ts";

/** Bytes of chance in a token and in a secret: 192 bits. */
const secretBytes = 24;

/** How hubs sign (WebSub, section 8): the older ones by SHA-1, which as a keyed hash is still sound. */
const methods: ReadonlySet<string> = new Set(["sha1", "sha256", "sha384", "sha512"]);

/** Tokens and secrets by the machine's own source of chance, and signatures by HMAC. */
export const hmacPushSecrets: PushSecrets = {
  make: () => ({ token: chance(), secret: chance() }),
  holds(secret, signature, body) {
    const [method = "", given = "", ...more] = signature.trim().toLowerCase().split("=");
    if (!methods.has(method) || more.length > 0 || !/^[\da-f]+$/.test(given)) return false;
    const expected = createHmac(method, secret).update(body).digest();
    const bytes = Buffer.from(given, "hex");
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  },
  same: (one, other) => timingSafeEqual(digest(one), digest(other)),
};

function chance(): string {
  return randomBytes(secretBytes).toString("base64url");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
