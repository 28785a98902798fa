import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a feed server answers next. */
export interface FeedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface FeedServer {
  readonly url: string;
  /** What it answers from now on; a body that is asked for again by its ETag is answered with 304. */
  serve(answer: FeedAnswer): void;
  /** The statuses that it has answered with so far. */
  readonly statuses: readonly number[];
  stop(): Promise<void>;
}

/** A feed on the loopback interface, as a newsroom's server gives it. */
export async function startFeedServer(): Promise<FeedServer> {
  let next: FeedAnswer = { status: 404 };
  const statuses: number[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const { status = 200, headers = {}, body = "" } = next;
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 12)}"`;
    const isKnown = status === 200 && request.headers["if-none-match"] === etag;
    statuses.push(isKnown ? 304 : status);
    response.writeHead(isKnown ? 304 : status, { "content-type": "application/rss+xml", etag, ...headers });
    response.end(isKnown ? undefined : body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.xml`,
    serve: (answer) => {
      next = answer;
    },
    statuses,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A feed of these items, the newest first, as RSS. */
export function rssOf(
  items: readonly { readonly title: string; readonly id: string; readonly at?: number; readonly text?: string }[],
  head = "",
): string {
  const written = items.map(({ title, id, at, text }) => {
    const date = at === undefined ? "" : `<pubDate>${new Date(at).toUTCString()}</pubDate>`;
    const words = text === undefined ? "" : `<description>${text}</description>`;
    return `<item><title>${title}</title><guid isPermaLink="false">${id}</guid>${date}${words}</item>`;
  });
  return `<rss version="2.0"><channel><title>Tarn Valley Wire</title>${head}${written.join("")}</channel></rss>`;
}
