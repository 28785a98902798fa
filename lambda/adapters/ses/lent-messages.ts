import { mailBuffers } from "./mail-buffers.ts";

/** What is known of a message beside its bytes. */
interface Lent {
  readonly buffer: Buffer;
  readonly form: () => readonly (string | Buffer)[];
}

const buffers = mailBuffers();
const lent = new WeakMap<Uint8Array, Lent>();

/**
 * Room for a message of this size.
 *
 * @param form gives the message in base64 as a form carries it, in pieces; it is asked at most until it is given back
 */
export function lendMessage(bytes: number, form: Lent["form"]): Buffer {
  const buffer = buffers.lend(bytes);
  const message = buffer.subarray(0, bytes);
  lent.set(message, { buffer, form });
  return message;
}

/** A message in base64 as a form carries it, in pieces, where that is at hand. */
export function formOf(message: Uint8Array): readonly (string | Buffer)[] | undefined {
  return lent.get(message)?.form();
}

/** Lets the message's bytes be overwritten. Twice is once; of a message that was not lent it is nothing. */
export function giveBackMessage(message: Uint8Array): void {
  const known = lent.get(message);
  if (known === undefined) return;
  lent.delete(message);
  buffers.giveBack(known.buffer);
}
