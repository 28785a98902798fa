/** What is the same for every subscriber of a message, as a form carries it in base64. */
export interface FormBase64 {
  /**
   * The whole in base64 as a form carries it, in pieces to be put one after the other: ASCII all of them.
   *
   * @param values ASCII, each for the place after its literal: one less than there are literals
   */
  pieces(values: readonly string[]): readonly (string | Buffer)[];
}

/** Most that is kept encoded, in bytes: some 120 mails of 70 kB in all three ways. A sender has 256 MB. */
const keptMaxBytes = 32 * 1024 * 1024;

/** What "+", "/" and "=" are in a form. */
const escapes: Readonly<Record<string, string>> = { "+": "%2B", "/": "%2F", "=": "%3D" };

/**
 * The base64 of a message in a form, of which all but the subscriber's own is encoded once.
 *
 * Base64 goes by groups of three bytes, so how a literal is written depends on what is lacking to the group before it.
 * Each literal is kept in those of the three ways that were ever needed.
 */
export function formBase64(literals: readonly Buffer[]): FormBase64 {
  const encodedLiterals = literals.map(encodedLiteral);
  return {
    pieces: (values) => {
      const pieces: (string | Buffer)[] = [];
      let pending = "";
      encodedLiterals.forEach((literal, index) => {
        if (index > 0) pending += values[index - 1] ?? "";
        const lacking = (3 - (pending.length % 3)) % 3;
        pending += literal.head(lacking);
        // A literal too short to fill the group stands in `pending` whole, and nothing of it comes after.
        if (pending.length % 3 !== 0) return;
        const { groups, tail } = literal.after(lacking);
        pieces.push(encoded(Buffer.from(pending, "latin1")), groups);
        pending = tail;
      });
      pieces.push(encoded(Buffer.from(pending, "latin1")));
      return pieces;
    },
  };
}

interface EncodedLiteral {
  /** The first bytes, or all where there are fewer. */
  head(length: number): string;
  /** What comes after these first bytes: the whole groups, encoded, and the one or two bytes that remain. */
  after(headLength: number): { readonly groups: Buffer; readonly tail: string };
}

function encodedLiteral(literal: Buffer): EncodedLiteral {
  const known = new Map<number, ReturnType<EncodedLiteral["after"]>>();
  return {
    head: (length) => literal.toString("latin1", 0, length),
    after: (headLength) => {
      const found = known.get(headLength);
      if (found !== undefined) return found;
      const end = literal.length - ((literal.length - headLength) % 3);
      const groups = Buffer.from(encoded(literal.subarray(headLength, end)), "latin1");
      const made = { groups, tail: literal.toString("latin1", end) };
      known.set(headLength, made);
      keep({ bytes: groups.length, forget: () => known.delete(headLength) });
      return made;
    },
  };
}

/** What is kept encoded, oldest first, over all messages. */
const kept: { readonly bytes: number; readonly forget: () => void }[] = [];
let keptBytes = 0;

function keep(one: (typeof kept)[number]): void {
  kept.push(one);
  keptBytes += one.bytes;
  while (keptBytes > keptMaxBytes) {
    const oldest = kept.shift();
    keptBytes -= oldest?.bytes ?? keptBytes;
    oldest?.forget();
  }
}

function encoded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/[+/=]/g, (character) => escapes[character] ?? character);
}
