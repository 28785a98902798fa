import { createHmac, timingSafeEqual } from "node:crypto";
import { decodeLink, encodeLink } from "#core/link.ts";
import type { LinkKey, Links } from "#pipeline/ports/links.ts";

/** Bytes of a signature that a token carries: 128 bits cannot be guessed, and the link stays short. */
const signatureBytes = 16;

/** Longest token that is looked at, in characters: a leave link of many topics has some 650. */
const tokenMaxLength = 2048;

/**
 * Links whose tokens are `<key id>.<what it says>.<signature>`: HMAC-SHA-256 over the first two parts.
 *
 * @param keys the current key first: it signs; any of them opens
 * @param origin where the site answers, without a slash at the end
 */
export function signedLinks(keys: readonly LinkKey[], origin: string): Links {
  return {
    url: (link) => {
      const [current] = keys;
      if (current === undefined) throw new Error("there is no key to sign links with");
      const said = `${current.id}.${Buffer.from(encodeLink(link)).toString("base64url")}`;
      const path = link.purpose === "leave" ? "unsubscribe" : link.purpose;
      return `${origin}/${path}/${said}.${sign(current.key, said).toString("base64url")}`;
    },
    open: (token) => {
      if (token.length > tokenMaxLength) return undefined;
      const [keyId = "", said = "", signature = "", ...more] = token.split(".");
      const key = keys.find(({ id }) => id === keyId);
      if (key === undefined || more.length > 0) return undefined;
      const expected = sign(key.key, `${keyId}.${said}`);
      const given = Buffer.from(signature, "base64url");
      // One text for one link: a decoder that skips foreign characters would let altered tokens through.
      const isExact = given.toString("base64url") === signature && given.length === expected.length;
      if (!isExact || !timingSafeEqual(given, expected)) return undefined;
      return decodeLink(Buffer.from(said, "base64url").toString());
    },
  };
}

function sign(key: string, said: string): Buffer {
  return createHmac("sha256", key).update(said).digest().subarray(0, signatureBytes);
}
