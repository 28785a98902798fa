// Where a page of developments goes on. Callers hand it back as it is.

export interface Cursor {
  /** The page holds developments with lower numbers than this. */
  readonly before: number;
}

/** A number with this in front of it, so that nobody takes a cursor for one. */
const start = "before:";

export function writeCursor({ before }: Cursor): string {
  return Buffer.from(`${start}${before}`).toString("base64url");
}

/** Undefined where it is none of ours. */
export function readCursor(text: string): Cursor | undefined {
  const said = text.length > 100 ? "" : Buffer.from(text, "base64url").toString();
  const [, before] = /^before:([1-9]\d{0,9})$/.exec(said) ?? [];
  return before === undefined ? undefined : { before: Number(before) };
}
