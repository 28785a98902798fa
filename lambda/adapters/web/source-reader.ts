import { createHash } from "node:crypto";
import type { AnswerTerms, SourceAnswer, SourceReader } from "#pipeline/ports/sources.ts";
import { feedDate } from "./feed/feed-date.ts";
import { type AnswerHeaders, askPage, type PageAnswer } from "./fetch-page.ts";
import { newsIn } from "./read-news.ts";

/** Longest validator that is kept and sent back, in characters. */
const validatorMaxLength = 200;

const secondMs = 1_000;
const dayMs = 24 * 60 * 60 * secondMs;

/** Where sources may lie: on the public internet alone, or anywhere that this machine reaches. */
export type SourceReach = "public" | "any";

/** Reads feeds and article pages from the web, and asks for no more than what has changed. */
export function webSourceReader(reach: SourceReach, now: () => number): SourceReader {
  return {
    async ask(url, known) {
      const headers = {
        ...(known.etag === undefined ? {} : { "if-none-match": known.etag }),
        ...(known.lastModified === undefined ? {} : { "if-modified-since": known.lastModified }),
      };
      if (!URL.canParse(url)) return { kind: "refused", problem: "has an address that is none" };
      const answer = await askPage(new URL(url), { reach: reach === "any" ? "anywhere" : "public", headers });
      return sourceAnswer(answer, known.bodyHash, now());
    },
    read: (url, body) =>
      sourceAnswer({ kind: "body", read: { bytes: Buffer.from(body), url }, headers: {} }, undefined, now()),
  };
}

function sourceAnswer(answer: PageAnswer, bodyHash: string | undefined, now: number): SourceAnswer {
  if (answer.kind === "gone") return { kind: "gone" };
  if (answer.kind === "refused") {
    const retryAfterMs = retryAfter(answer.headers, now);
    return { kind: "refused", problem: answer.refused, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  const terms = termsOf(answer.headers, now);
  if (answer.kind === "unchanged") return { kind: "unchanged", ...terms };
  const hash = createHash("sha256").update(answer.read.bytes).digest("base64url").slice(0, 16);
  if (hash === bodyHash && answer.movedTo === undefined) return { kind: "unchanged", ...terms };
  const news = newsIn(answer.read);
  if ("refused" in news) return { kind: "refused", problem: news.refused };
  const { title, developments } = news;
  const { withdrawn = [], pace, hub, self } = news.kind === "feed" ? news : {};
  const related = news.kind === "article" ? news.related : undefined;
  const optional = { related, pace, hub, self, movedTo: answer.movedTo };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { kind: "read", title, developments, withdrawn, bodyHash: hash, ...given, ...terms };
}

/** What the headers say about the next question (RFC 9111). */
function termsOf(headers: AnswerHeaders, now: number): AnswerTerms {
  const etag = line(headers, "etag");
  const lastModified = line(headers, "last-modified");
  const freshMs = freshFor(headers, now);
  return {
    ...(etag === undefined || etag.length > validatorMaxLength ? {} : { etag }),
    ...(lastModified === undefined || lastModified.length > validatorMaxLength ? {} : { lastModified }),
    ...(freshMs === undefined ? {} : { freshMs }),
  };
}

function freshFor(headers: AnswerHeaders, now: number): number | undefined {
  const control = line(headers, "cache-control") ?? "";
  if (/\bno-(?:cache|store)\b/i.test(control)) return undefined;
  const maxAge = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(control)?.[1];
  const age = Number(/^\d{1,10}$/.exec(line(headers, "age") ?? "")?.[0] ?? 0);
  if (maxAge !== undefined) return positive((Number(maxAge) - age) * secondMs);
  const expires = feedDate(line(headers, "expires"));
  return expires === undefined ? undefined : positive(expires - (feedDate(line(headers, "date")) ?? now));
}

/** Seconds, or a date. */
function retryAfter(headers: AnswerHeaders | undefined, now: number): number | undefined {
  const written = headers === undefined ? undefined : line(headers, "retry-after");
  if (written === undefined) return undefined;
  if (/^\d{1,10}$/.test(written)) return positive(Number(written) * secondMs);
  const at = feedDate(written);
  return at === undefined ? undefined : positive(at - now);
}

function positive(ms: number): number | undefined {
  return ms > 0 ? Math.min(ms, dayMs) : undefined;
}

function line(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
