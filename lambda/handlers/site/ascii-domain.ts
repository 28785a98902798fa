// Writes an address's international domain as mail servers know it.

import { domainToASCII } from "node:url";
import { addressMaxLength } from "#core/address.ts";

/** The address with its domain in the `xn--` form. One without such a domain, or with an impossible one, stays as it is. */
export function withAsciiDomain(typed: string): string {
  const trimmed = typed.trim();
  const at = trimmed.lastIndexOf("@");
  const domain = trimmed.slice(at + 1);
  // Longer ones are refused anyway, so that nobody has us convert 64 kB.
  if (at < 0 || trimmed.length > addressMaxLength || !/[^\x20-\x7e]/.test(domain)) return typed;
  const ascii = domainToASCII(domain);
  return ascii === "" ? typed : `${trimmed.slice(0, at)}@${ascii}`;
}
