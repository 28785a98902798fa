import { readNews } from "#adapters/web/read-news.ts";
import { webSourceReader } from "#adapters/web/source-reader.ts";
import type { Look } from "./watch.ts";

/** What is known of an input since it was published last. */
interface Known {
  readonly etag?: string;
  readonly lastModified?: string;
  readonly bodyHash?: string;
}

/** Looks at inputs, each look at what has changed since the one before: the web is asked for no more than that. */
export function inputLooks(): (input: string) => Promise<Look> {
  const reader = webSourceReader("any", Date.now);
  const knownOf = new Map<string, Known>();
  const wordsOf = new Map<string, string>();
  return async (input) => {
    if (!/^https?:/i.test(input)) return fileLook(input, wordsOf);
    const answer = await reader.ask(input, knownOf.get(input) ?? {});
    if (answer.kind === "unchanged" || answer.kind === "gone") return { kind: answer.kind };
    if (answer.kind === "refused") {
      const { retryAfterMs } = answer;
      const refused = `${input} ${answer.problem}.`;
      return { kind: "refused", refused, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    const { title, developments, bodyHash, etag, lastModified } = answer;
    const known = {
      bodyHash,
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    };
    return { kind: "news", news: { title, developments, leftOut: 0 }, taken: () => void knownOf.set(input, known) };
  };
}

async function fileLook(input: string, wordsOf: Map<string, string>): Promise<Look> {
  const news = await readNews(input);
  if ("refused" in news) return { kind: "refused", refused: news.refused };
  const words = JSON.stringify([news.title, news.developments]);
  if (wordsOf.get(input) === words) return { kind: "unchanged" };
  return { kind: "news", news, taken: () => void wordsOf.set(input, words) };
}
