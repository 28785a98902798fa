/**
 * Memory for mails and requests that are made one after the other, lent and taken back.
 *
 * A fresh buffer of the size of a mail costs some 25 µs, most of it the kernel's for pages never touched before; filling
 * one that was used before costs 1 µs.
 */
export interface MailBuffers {
  /** A buffer of at least this many bytes; what is in it is anything. It is the caller's until it is given back. */
  lend(bytes: number): Buffer;
  /** Takes a lent buffer back. Its content is lost, so nobody may read it any more. */
  giveBack(buffer: Buffer): void;
}

/** Most buffers that are kept: as many as one lane has mails in flight. Of 100 kB each they are 6 MB. */
const keptMax = 64;

/** By how much a buffer is larger than asked, so that the next mail, some bytes longer, fits too. */
const spareBytes = 4096;

export function mailBuffers(): MailBuffers {
  const free: Buffer[] = [];
  return {
    lend: (bytes) => {
      const last = free.pop();
      // One too small is dropped: mails of another run are larger, and the buffers grow with them.
      return last !== undefined && last.length >= bytes ? last : Buffer.allocUnsafeSlow(bytes + spareBytes);
    },
    giveBack: (buffer) => {
      if (free.length < keptMax) free.push(buffer);
    },
  };
}
