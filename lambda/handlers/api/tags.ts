// Entity tags: what stands, in a word (RFC 9110, 8.8.3).

import { createHash } from "node:crypto";

/** Characters of a tag made from a body: 96 bits. */
const tagLength = 16;

/** The tag of a development at one of its versions. */
export function developmentTag(development: number, version: number): string {
  return `"${development}.${version}"`;
}

/** The tag of whatever is written like this. */
export function bodyTag(body: string): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, tagLength)}"`;
}

/** Whether `If-None-Match` names the tag. */
export function isNamed(ifNoneMatch: string | undefined, tag: string): boolean {
  return (ifNoneMatch ?? "").split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);
}

/**
 * The version of the development that `If-Match` names; undefined where it says nothing or takes any, 0 where it names none
 * of this development's.
 */
export function versionSeen(ifMatch: string | undefined, development: number): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === "*") return undefined;
  const named = ifMatch
    .split(",")
    .flatMap((one) => /^"(\d{1,9})\.(\d{1,9})"$/.exec(one.trim())?.slice(1).map(Number) ?? []);
  return named[0] === development && named.length === 2 ? named[1] : 0;
}
