/** Longest time that reading one input may take, from the first look-up to the last byte, in ms. */
export const readMaxMs = 10_000;

/** Most bytes of one input, once decompressed: the longest live pages have some 5 MB. */
export const decodedMaxBytes = 20_000_000;

/** What an input holds, and where it was found; or why it cannot be read: words that follow the input's name. */
export type ReadBytes =
  | {
      readonly bytes: Buffer;
      /** The address after all redirects; absent for a file. */
      readonly url?: string;
      /** The charset that the server named. */
      readonly charset?: string;
    }
  | { readonly refused: string };

/** All bytes of a stream, or undefined when there are more than `maxBytes`; then it is read no further. */
export async function takeBytes(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer | undefined> {
  const taken: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxBytes) return undefined;
    taken.push(piece);
  }
  return Buffer.concat(taken);
}

/** Bytes as people say them: `5 MB`. */
export function megabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}
