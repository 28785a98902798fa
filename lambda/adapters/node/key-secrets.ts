import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeySecrets } from "#pipeline/ports/keys.ts";

/** Bytes of chance in a key's id: 48 bits, 12 characters; it need not be secret. */
const idBytes = 6;

/** Bytes of chance in a secret: 256 bits, 43 characters. Nobody guesses it, so a plain hash keeps it. */
const secretBytes = 32;

/** Sets hooks' secrets apart from all else that the stack's key is used for; no address reads like it. */
const hookPurpose = "bulletin hook v1";

/** Chance and arithmetic for keys, by the machine's own. @param stackKey what hooks' secrets are made from */
export function keySecrets(stackKey: string): KeySecrets {
  const hookKey = createHmac("sha256", stackKey).update(hookPurpose).digest();
  const hookSecret = (id: string) => createHmac("sha256", hookKey).update(id).digest("base64url");
  const digest = (secret: string) => createHash("sha256").update(secret).digest("base64url");
  return {
    mint: () => ({
      id: randomBytes(idBytes).toString("hex"),
      secret: randomBytes(secretBytes).toString("base64url"),
    }),
    digest,
    matches: (secret, known) => areEqual(Buffer.from(digest(secret)), Buffer.from(known)),
    hookSecret,
    isSigned: (hook, start, body, signature) => {
      const expected = createHmac("sha256", hookSecret(hook)).update(start).update(body).digest();
      return areEqual(expected, Buffer.from(signature, "hex"));
    },
  };
}

function areEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
