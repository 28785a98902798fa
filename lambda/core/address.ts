/** Longest address that SMTP carries, in characters (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets). */
export const addressMaxLength = 254;

/** Longest local part in characters (RFC 5321, 4.5.3.1.1). */
const localPartMaxLength = 64;

/** Longest label of a domain in characters (RFC 1035, 2.3.4). */
const labelMaxLength = 63;

/** RFC 5322's dot-atom. Quoted local parts are not taken: hardly anyone has one, and they can carry CR LF. */
const dotAtom = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Why a text is no mail address that Bulletin can write to. */
export type AddressProblem = "missing" | "too-long" | "malformed" | "not-ascii";

/** An address in the one form in which addresses are compared, or the reason why it is refused. */
export type ParsedAddress = { readonly address: string } | { readonly refused: AddressProblem };

/**
 * Reads what someone typed as their mail address.
 *
 * Two addresses are one when they are equal after trimming and lower-casing: that form is given back. SES does not
 * take local parts outside ASCII; a domain outside ASCII must come in its `xn--` form.
 */
export function parseAddress(typed: string): ParsedAddress {
  const trimmed = typed.replace(/^[ \t]+|[ \t]+$/g, "");
  if (trimmed === "") return { refused: "missing" };
  if (trimmed.length > addressMaxLength) return { refused: "too-long" };
  if (/\p{Cc}/u.test(trimmed)) return { refused: "malformed" };
  // Looked at before lower-casing, which makes an ASCII k of the Kelvin sign.
  if (/[^\x20-\x7e]/.test(trimmed)) return { refused: "not-ascii" };
  const address = trimmed.toLowerCase();
  const at = address.lastIndexOf("@");
  const localPart = address.slice(0, at);
  const labels = address.slice(at + 1).split(".");
  const wellFormed =
    at > 0 &&
    localPart.length <= localPartMaxLength &&
    dotAtom.test(localPart) &&
    labels.length >= 2 &&
    labels.every((part) => part.length <= labelMaxLength && label.test(part)) &&
    /[a-z]/.test(labels.at(-1) ?? "");
  return wellFormed ? { address } : { refused: "malformed" };
}
