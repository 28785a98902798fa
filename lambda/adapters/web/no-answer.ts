import { STATUS_CODES } from "node:http";
import { notPublicCode } from "./guarded-agent.ts";

/** Media types that hold no text, whatever a server sends under them. */
const pictures = /^\s*(?:(?:image|audio|video|font)\/|application\/(?:pdf|zip|gzip|octet-stream))(?!svg)/i;

const reasons: readonly (readonly [codes: RegExp, reason: string])[] = [
  [/^ECONNREFUSED$/, "does not answer: nothing listens there"],
  [/^(?:ENOTFOUND|EAI_)/, "does not answer: there is no such host"],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, "does not answer: the network does not lead there"],
  [
    /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/,
    "closes the connection before it has answered",
  ],
  [/^(?:HPE_|HTTPParserError)/, "does not answer as a web server does"],
  [/^(?:Z_|ERR__ERROR|ERR_BROTLI|ERR_ZSTD|ZSTD_|ERR_PADDING)/, "sends a body that cannot be decompressed"],
  [/CERT|SSL|TLS|UNABLE_TO_/, "has a certificate that cannot be trusted"],
];

/** Whether a `Content-Type` says that the body is a picture, a sound, an archive: nothing to read news from. */
export function isPicture(contentType: string): boolean {
  return pictures.test(contentType);
}

/** An HTTP status as people say it: `404 Not Found`. */
export function statusText(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ""}`.trim();
}

/** Why a request failed, in words that follow the name of what was asked. */
export function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, code } = described(error);
  if (code === notPublicCode) return "is in a private network";
  if (name === "TimeoutError" || name === "AbortError" || /TIMEOUT|TIMEDOUT/.test(code)) {
    return `does not answer within ${timeoutMs / 1_000} s`;
  }
  return reasons.find(([codes]) => codes.test(code || name))?.[1] ?? "does not answer";
}

/** Several addresses of one host that all failed come as one error around theirs. */
function described(error: unknown): { readonly name: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: "", code: "" };
  const inner = error instanceof AggregateError ? described(error.errors[0]).code : "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { name: error.name, code: code || inner };
}
