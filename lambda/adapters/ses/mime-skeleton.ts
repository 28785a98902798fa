import { escapeHtml } from "#templates/escape-html.ts";
import { cleanLine, type SlotName, slotOf, slotPattern } from "#templates/slots.ts";
import { formBase64 } from "./form-base64.ts";
import { lendMessage } from "./lent-messages.ts";
import { bracketValue } from "./mime-header.ts";
import { quotedPrintable, quotedPrintableRun } from "./mime-quoted-printable.ts";

/** What subscribers put into the slots of one mail. */
export type SlotValues = Readonly<Partial<Record<SlotName, string>>>;

/** A whole MIME message made once, with places that are filled for each subscriber. */
export interface Skeleton {
  /** The message for one subscriber. Whoever has sent it may give it back (`giveBackMessage`): then it is filled anew. */
  fill(values: SlotValues): Uint8Array;
}

/** What a skeleton is made of. Texts hold the markers of `#templates/slots.ts`; lines in bodies end in LF. */
export interface SkeletonParts {
  /** Whole header lines, encoded and folded, each ended by CRLF. */
  readonly headers: string;
  readonly text: string;
  readonly html: string;
}

/** Where a value stands decides how it is written. */
type Place = "header" | "text" | "html";

interface SlotUse {
  readonly slot: SlotName;
  readonly place: Place;
}

/** "=_" never occurs in quoted-printable, so no body can hold this line. */
const boundary = "=_bulletin_=";

const writeAs: Readonly<Record<Place, (value: string) => string>> = {
  header: bracketValue,
  text: (value) => quotedPrintableRun(isPlain(value) ? value : cleanLine(value)),
  html: (value) => quotedPrintableRun(isPlain(value) ? value : escapeHtml(cleanLine(value))),
};

/** Nothing to clean and nothing to escape, as in nearly every link and address: one look instead of six. */
function isPlain(value: string): boolean {
  return /^[!#-%(-;=?-~]*$/.test(value);
}

/**
 * Encodes all that is the same for every subscriber, once.
 *
 * The text before a slot ends in a soft line break, and the slot's value has lines of its own: whatever its length, no
 * other line moves, and filling is copying.
 */
export function mimeSkeleton({ headers, text, html }: SkeletonParts): Skeleton {
  return skeletonOf([
    ...cut(headers, "header"),
    `MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`,
    ...partOf("text/plain", text, "text"),
    ...partOf("text/html", html, "html"),
    `--${boundary}--\r\n`,
  ]);
}

function partOf(contentType: string, body: string, place: Place): (string | SlotUse)[] {
  const head = `Content-Type: ${contentType}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return [`--${boundary}\r\n${head}`, ...cut(body, place), "\r\n"];
}

function cut(source: string, place: Place): (string | SlotUse)[] {
  const pieces = source.split(slotPattern);
  return pieces.map((piece, index) => {
    const slot = slotOf(piece);
    if (slot !== undefined) return { slot, place };
    if (place === "header") return piece;
    // A text that ends where a line ends needs no soft break: the slot begins a line anyway.
    const isLast = index === pieces.length - 1;
    return isLast || piece.endsWith("\n") ? quotedPrintable(piece) : quotedPrintableRun(piece);
  });
}

function skeletonOf(pieces: readonly (string | SlotUse)[]): Skeleton {
  const uses: SlotUse[] = [];
  const literals: Buffer[] = [];
  const order: number[] = [];
  let literal = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      literal += piece;
      continue;
    }
    const known = uses.findIndex(({ slot, place }) => slot === piece.slot && place === piece.place);
    order.push(known === -1 ? uses.push(piece) - 1 : known);
    literals.push(Buffer.from(literal, "latin1"));
    literal = "";
  }
  literals.push(Buffer.from(literal, "latin1"));
  const literalBytes = literals.reduce((sum, { length }) => sum + length, 0);
  const form = formBase64(literals);
  return {
    fill(values) {
      const written = uses.map(({ slot, place }) => writeAs[place](values[slot] ?? ""));
      const inOrder = order.map((use) => written[use] ?? "");
      const size = inOrder.reduce((sum, { length }) => sum + length, literalBytes);
      const message = lendMessage(size, () => form.pieces(inOrder));
      let at = 0;
      literals.forEach((bytes, index) => {
        if (index > 0) at += message.write(inOrder[index - 1] ?? "", at, "latin1");
        at += bytes.copy(message, at);
      });
      return message;
    },
  };
}
