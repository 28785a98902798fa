import { pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { type Dispatcher, request } from "undici";
import { guardedAgent } from "./guarded-agent.ts";
import { isPicture, reasonOf, statusText } from "./no-answer.ts";
import { decodedMaxBytes, megabytes, type ReadBytes, readMaxMs, takeBytes } from "./read-bytes.ts";
import { isWeb } from "./web-url.ts";

/** Most bytes that are taken from the network for one page. */
export const transferMaxBytes = 5_000_000;

/** Most redirects that are followed: browsers follow 20, pages that exist need one or two. */
export const redirectsMax = 5;

/** Most codings that a body may be wrapped in: one is usual, and each multiplies what a small body can become. */
const codingsMax = 2;

const headers = {
  "user-agent": "Bulletin/0.1 (newsletter pipeline)",
  accept:
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/*;q=0.8",
  "accept-encoding": "gzip, br, deflate",
};

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Where an address may lead: *public* where whoever typed it may not reach what this machine can. */
export type PageReach = "anywhere" | "public";

/** What is asked for, and how far it may lead. */
export interface PageQuestion {
  readonly reach: PageReach;
  /** Headers besides our own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For everything together, in milliseconds. */
  readonly timeoutMs?: number;
}

/** What a server answered, after redirects. */
export type PageAnswer =
  | {
      readonly kind: "body";
      readonly read: Exclude<ReadBytes, { refused: string }>;
      readonly headers: AnswerHeaders;
      /** Where the page has moved for good, if it has. */
      readonly movedTo?: string;
    }
  | { readonly kind: "unchanged"; readonly headers: AnswerHeaders }
  /** 410: the server says that it has ended. */
  | { readonly kind: "gone" }
  | { readonly kind: "refused"; readonly refused: string; readonly headers?: AnswerHeaders };

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * The body of a web page, after redirects and decompression.
 *
 * The address itself may be anywhere: whoever typed it may reach it. A redirect may not lead from there to another
 * host in a private, loopback or link-local network, nor from the public internet to any such address.
 *
 * @param timeoutMs for everything together
 * @param reach *public* where whoever typed the address may not reach what this machine can
 */
export async function fetchPage(typed: URL, timeoutMs = readMaxMs, reach: PageReach = "anywhere"): Promise<ReadBytes> {
  const answer = await askPage(typed, { reach, timeoutMs });
  switch (answer.kind) {
    case "body":
      return answer.read;
    case "gone":
      return { refused: `answers with ${statusText(410)}` };
    case "unchanged":
      return { refused: `answers with ${statusText(304)}` };
    case "refused":
      return { refused: answer.refused };
  }
}

/** Asks for a page as `question` says. What is wrong with it is an answer; nothing is thrown for it. */
export async function askPage(typed: URL, question: PageQuestion): Promise<PageAnswer> {
  const timeoutMs = question.timeoutMs ?? readMaxMs;
  const signal = AbortSignal.timeout(timeoutMs);
  let url = typed;
  let mayBePrivate = question.reach === "anywhere";
  let movedTo: string | undefined;
  let isForGood = true;
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const guarded = guardedAgent(!mayBePrivate, timeoutMs);
    try {
      const asked = { headers: { ...headers, ...question.headers }, signal, dispatcher: guarded.agent };
      const answer = await request(url.href, asked);
      // The body of an answer that is not read ends in an error when its connection is closed.
      answer.body.on("error", () => {});
      const location = redirectOf(answer);
      if (location === undefined) return await answered(answer, url, movedTo);
      const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
      if (next === undefined || !isWeb(next)) return refused("redirects to something that is no web address");
      mayBePrivate = mayBePrivate && !guarded.reachedPublic() && next.hostname === typed.hostname;
      isForGood &&= answer.statusCode === 301 || answer.statusCode === 308;
      if (isForGood) movedTo = next.href;
      url = next;
    } catch (error) {
      const reason = reasonOf(error, timeoutMs);
      return refused(url === typed ? reason : `redirects to ${url.host}, which ${reason}`);
    } finally {
      guarded.agent.destroy().catch(() => {});
    }
  }
  return refused(`redirects more than ${redirectsMax} times`);
}

function refused(why: string): PageAnswer {
  return { kind: "refused", refused: why };
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData): string | undefined {
  const location = headers["location"];
  return [301, 302, 303, 307, 308].includes(statusCode) && typeof location === "string" ? location : undefined;
}

async function answered(answer: Dispatcher.ResponseData, url: URL, movedTo: string | undefined): Promise<PageAnswer> {
  const { headers, statusCode } = answer;
  if (statusCode === 304) return { kind: "unchanged", headers };
  if (statusCode === 410) return { kind: "gone" };
  const read = await bodyOf(answer, url);
  if ("refused" in read) return { kind: "refused", refused: read.refused, headers };
  return { kind: "body", read, headers, ...(movedTo === undefined ? {} : { movedTo }) };
}

async function bodyOf(answer: Dispatcher.ResponseData, url: URL): Promise<ReadBytes> {
  if (answer.statusCode !== 200) return { refused: `answers with ${statusText(answer.statusCode)}` };
  const type = String(answer.headers["content-type"] ?? "");
  if (isPicture(type)) return { refused: "is not text" };
  const codings = codingsOf(answer);
  if (codings.length > codingsMax || codings.some((coding) => !Object.hasOwn(decoders, coding))) {
    return { refused: "answers in a compression that Bulletin does not know" };
  }
  const transfer = limited(answer.body, transferMaxBytes);
  const bytes = await takeBytes(decoded(transfer.pieces, codings), decodedMaxBytes).catch((error: unknown) => {
    if (!transfer.isExceeded()) throw error;
    return undefined;
  });
  if (transfer.isExceeded()) return { refused: `answers with more than ${megabytes(transferMaxBytes)}` };
  if (bytes === undefined) return { refused: `answers with more than ${megabytes(decodedMaxBytes)} once decompressed` };
  const charset = /charset\s*=\s*["']?([\w.:-]+)/i.exec(type)?.[1];
  return { bytes, url: url.href, ...(charset === undefined ? {} : { charset }) };
}

/** The codings of the body, the outermost first. */
function codingsOf(answer: Dispatcher.ResponseData): string[] {
  return String(answer.headers["content-encoding"] ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity")
    .reverse();
}

/** The pieces of a body up to `maxBytes`: what comes after is not read. */
function limited(body: AsyncIterable<Buffer>, maxBytes: number) {
  let isExceeded = false;
  async function* pieces() {
    let length = 0;
    for await (const piece of body) {
      length += piece.length;
      isExceeded = length > maxBytes;
      if (isExceeded) return;
      yield piece;
    }
  }
  return { pieces: pieces(), isExceeded: () => isExceeded };
}

function decoded(pieces: AsyncIterable<Buffer>, codings: readonly string[]): AsyncIterable<Buffer> {
  const streams = codings.flatMap((coding) => decoders[coding]?.() ?? []);
  if (streams.length === 0) return pieces;
  // What goes wrong on the way is thrown where the last stream is read.
  return pipeline([Readable.from(pieces), ...streams], () => {}) as unknown as AsyncIterable<Buffer>;
}
