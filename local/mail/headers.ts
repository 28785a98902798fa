/** Reads the header of a mail as bytes came, without parsing its body. */
import { addressParser, decodeWords } from "postal-mime";

export interface MailHeader {
  /** As it was written. */
  readonly name: string;
  /** Unfolded, not decoded. */
  readonly value: string;
}

export function readHeaders(source: Buffer): readonly MailHeader[] {
  const text = source.toString("latin1");
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text
    .slice(0, end)
    .replace(/\r?\n(?=[ \t])/g, "")
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }];
  });
}

export function headerValue(headers: readonly MailHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

/** The text of a header with encoded words decoded. */
export function decodeHeader(value: string): string {
  return decodeWords(value);
}

/** Who is in a header, for people to read: `The Gazette <news@gazette.example>`. */
export function readablePeople(value: string): string {
  const people = addressParser(value, { flatten: true });
  return people.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(", ");
}

/** The addresses in a header, without names. */
export function addressesIn(value: string): readonly string[] {
  return addressParser(value, { flatten: true }).flatMap(({ address }) => (address ? [address] : []));
}
