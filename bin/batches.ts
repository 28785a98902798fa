import type { FoundDevelopment } from "#core/development.ts";

/**
 * Most bytes of developments in one invocation.
 *
 * Lambda takes 6 MB (6,291,456 bytes) with a request that waits for its answer; the rest is room for what is around.
 */
export const batchMaxBytes = 5_000_000;

/** Most developments in one invocation: each is a write of its own, and the function has a minute for all. */
export const batchMaxItems = 500;

/** The developments in their order, in parts that one invocation takes. No developments make one empty part. */
export function batches(developments: readonly FoundDevelopment[]): FoundDevelopment[][] {
  const parts: FoundDevelopment[][] = [[]];
  let bytes = 0;
  for (const development of developments) {
    const size = Buffer.byteLength(JSON.stringify(development)) + 1;
    if (bytes > 0 && (bytes + size > batchMaxBytes || parts.at(-1)?.length === batchMaxItems)) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(development);
    bytes += size;
  }
  return parts;
}
