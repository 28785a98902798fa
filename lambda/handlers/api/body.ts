// Reads the JSON that a request carries, bounded whatever its headers claim.

import type { Problem } from "./problem.ts";

/** Largest body taken, in bytes: 200 developments at their usual length are some 100 kB. API Gateway takes 10 MB. */
export const bodyMaxBytes = 1024 * 1024;

/** The bytes of the body, or the problem with them. */
export async function readBody(request: Request): Promise<Uint8Array | Problem> {
  if (!isJson(request.headers.get("Content-Type") ?? "")) {
    return { problem: "media-type", detail: "The body must be declared as Content-Type: application/json, in UTF-8." };
  }
  const tooLarge = { problem: "too-large", detail: `The body has more than ${bodyMaxBytes} bytes.` } as const;
  if (Number(request.headers.get("Content-Length") ?? 0) > bodyMaxBytes) return tooLarge;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += piece.byteLength;
    if (length > bodyMaxBytes) return tooLarge;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What the bytes say. V8 reads JSON without recursion, so no depth of it is too much. */
export function parseJson(bytes: Uint8Array): { readonly value: unknown } | Problem {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { problem: "malformed", detail: "The body is not JSON in UTF-8." };
  }
}

function isJson(type: string): boolean {
  const [media = "", ...parameters] = type.split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice("charset=".length);
  return media === "application/json" && (charset === undefined || /^"?utf-?8"?$/.test(charset));
}
