import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { fetchPage } from "./fetch-page.ts";
import { decodedMaxBytes, megabytes, type ReadBytes, readMaxMs, takeBytes } from "./read-bytes.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  ENAMETOOLONG: "does not exist",
  EISDIR: "is a folder",
  EACCES: "may not be read",
  EPERM: "may not be read",
};

/**
 * What an input holds: the path of a file, a `file:` address, or one of the web.
 *
 * Nothing is thrown for what cannot be read: that is a refusal.
 */
export async function readInput(input: string, timeoutMs = readMaxMs): Promise<ReadBytes> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(input)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return readPage(input, timeoutMs);
  if (scheme === "file") return readFileUrl(input, timeoutMs);
  if (scheme !== undefined && input.startsWith("//", scheme.length + 1)) {
    return { refused: "is no address that Bulletin reads: it must begin with http:// or https://" };
  }
  return readFile(input, timeoutMs);
}

async function readPage(input: string, timeoutMs: number): Promise<ReadBytes> {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (url === undefined || url.hostname === "") return { refused: "is not a complete web address" };
  if (url.username !== "" || url.password !== "") {
    return { refused: "carries a name or password: give an address without one" };
  }
  return fetchPage(url, timeoutMs);
}

async function readFileUrl(input: string, timeoutMs: number): Promise<ReadBytes> {
  let path: string;
  try {
    path = fileURLToPath(input);
  } catch {
    return { refused: "is not the address of a file on this machine" };
  }
  return readFile(path, timeoutMs);
}

async function readFile(path: string, timeoutMs: number): Promise<ReadBytes> {
  if (path.trim() === "" || path.includes("\0")) return { refused: "is not the name of a file" };
  try {
    // Read as a stream, so that a pipe works too and an endless device stops at the limits.
    const stream = createReadStream(path, { signal: AbortSignal.timeout(timeoutMs) });
    const bytes = await takeBytes(stream, decodedMaxBytes);
    return bytes === undefined ? { refused: `is larger than ${megabytes(decodedMaxBytes)}` } : { bytes };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ABORT_ERR") return { refused: `gives no end within ${timeoutMs / 1_000} s` };
    return { refused: reasons[code] ?? "cannot be read" };
  }
}
