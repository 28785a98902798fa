import { createHmac } from "node:crypto";

/** A keyed hash of a text: nobody without the key can tell whose address it was. 43 characters of `[A-Za-z0-9_-]`. */
export function keyedHash(key: string): (text: string) => string {
  return (text) => createHmac("sha256", key).update(text).digest("base64url");
}
