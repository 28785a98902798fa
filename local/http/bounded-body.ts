/** Reads a request's body no further than someone wants it. */
import type { IncomingMessage } from "node:http";

export interface BoundedBody {
  /** As much as was read. */
  readonly bytes: Buffer;
  /** As much as there is, as far as is known: over the limit where reading stopped. */
  readonly sizeBytes: number;
}

/** How long the body says it is; a chunked one does not say. */
export function declaredBytes({ headers }: Pick<IncomingMessage, "headers">): number {
  return Number(headers["content-length"] ?? 0);
}

/** The body, until it passes the limit; of one that says that it is longer nothing is waited for. */
export async function readUpTo(request: IncomingMessage, limitBytes: number): Promise<BoundedBody> {
  const declared = declaredBytes(request);
  if (declared > limitBytes) return { bytes: Buffer.alloc(0), sizeBytes: declared };
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Breaking off must leave the connection open for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) break;
  }
  return { bytes: Buffer.concat(chunks), sizeBytes };
}
