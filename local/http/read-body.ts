/** Reads a request's body, up to a limit. */
import type { IncomingMessage } from "node:http";

/** The body, or undefined when it is larger than `limitBytes`; the rest of it is then thrown away. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
  }
  return size <= limitBytes ? Buffer.concat(chunks) : undefined;
}
