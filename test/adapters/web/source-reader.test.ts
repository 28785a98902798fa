import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { webSourceReader } from "#adapters/web/source-reader.ts";
import { rssOf } from "#test/support/feed-server.ts";

const now = Date.parse("2026-11-20T12:00:00Z");
const feed = rssOf([{ title: "Dam gates open", id: "1" }]);
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serving(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sending =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/xml", ...headers }).end(body);

const reader = webSourceReader("any", () => now);

describe("asking a source", () => {
  test("gives what it holds, and what the next question must carry", async () => {
    const url = await serving(
      sending(feed, { etag: '"v1"', "last-modified": "Fri, 20 Nov 2026 11:00:00 GMT", "cache-control": "max-age=300" }),
    );
    expect(await reader.ask(url, {})).toMatchObject({
      kind: "read",
      title: "Tarn Valley Wire",
      developments: [{ headline: "Dam gates open" }],
      etag: '"v1"',
      lastModified: "Fri, 20 Nov 2026 11:00:00 GMT",
      freshMs: 300_000,
    });
  });

  test("carries what was said last, and takes 304 for unchanged", async () => {
    const url = await serving(({ headers }, response) => {
      const isKnown = headers["if-none-match"] === '"v1"' && headers["if-modified-since"] === "yesterday";
      response.writeHead(isKnown ? 304 : 200, { etag: '"v1"' }).end();
    });
    expect(await reader.ask(url, { etag: '"v1"', lastModified: "yesterday" })).toEqual({
      kind: "unchanged",
      etag: '"v1"',
    });
  });

  test("tells what an article page leads to besides", async () => {
    const page = `<h1>Dam</h1><p>READ MORE: <a href="/bridge">A bridge in twelve drawings</a></p>
      <h2>Latest developments</h2><ul><li>Dam gates open</li><li>The valley road is closed</li></ul>`;
    const url = await serving(sending(page, { "content-type": "text/html" }));
    expect(await reader.ask(url, {})).toMatchObject({
      related: [{ label: "READ MORE", text: "A bridge in twelve drawings", url: `${url}/bridge` }],
    });
  });

  test("sees by the body that nothing has changed where the server cannot tell", async () => {
    const url = await serving(sending(feed));
    const first = await reader.ask(url, {});
    const bodyHash = first.kind === "read" ? first.bodyHash : "";
    expect(await reader.ask(url, { bodyHash })).toEqual({ kind: "unchanged" });
  });

  test.each<[string, Record<string, string>, number | undefined]>([
    ["max-age less the age", { "cache-control": "public, max-age=600", age: "100" }, 500_000],
    [
      "Expires, by the server's own clock",
      { expires: "Fri, 20 Nov 2026 10:30:00 GMT", date: "Fri, 20 Nov 2026 10:00:00 GMT" },
      1_800_000,
    ],
    ["nothing where it must not be kept", { "cache-control": "no-cache, max-age=600" }, undefined],
    ["nothing where it is over", { expires: "0" }, undefined],
    ["a day at most", { "cache-control": "max-age=99999999" }, 86_400_000],
  ])("is good for %s", async (_, headers, freshMs) => {
    const url = await serving(sending(feed, headers));
    const answer = await reader.ask(url, {});
    expect(answer.kind === "read" ? answer.freshMs : "not read").toBe(freshMs);
  });

  test.each<[string, number, Record<string, string>, object]>([
    ["an error", 500, {}, { kind: "refused", problem: "answers with 500 Internal Server Error" }],
    ["too many questions", 429, { "retry-after": "120" }, { kind: "refused", retryAfterMs: 120_000 }],
    ["a pause until a time", 503, { "retry-after": "Fri, 20 Nov 2026 13:00:00 GMT" }, { retryAfterMs: 3_600_000 }],
    ["its end", 410, {}, { kind: "gone" }],
    ["a login form", 200, {}, { kind: "refused", problem: expect.stringContaining("Latest developments") }],
  ])("tells of %s", async (_, status, headers, expected) => {
    const url = await serving(sending("<html><body><form>Sign in</form></body></html>", headers, status));
    expect(await reader.ask(url, {})).toMatchObject(expected);
  });

  test("follows redirects, and remembers those that are for good", async () => {
    const url = await serving((request, response) => {
      if (request.url === "/good") response.writeHead(301, { location: "/feed" }).end();
      else if (request.url === "/now") response.writeHead(302, { location: "/good" }).end();
      else sending(feed)(request, response);
    });
    expect(await reader.ask(`${url}/good`, {})).toMatchObject({ kind: "read", movedTo: `${url}/feed` });
    expect(await reader.ask(`${url}/now`, {})).not.toHaveProperty("movedTo");
  });
});

describe("a source that must lie on the public internet", () => {
  const careful = webSourceReader("public", () => now);

  test.each([
    "http://127.0.0.1:9/",
    "http://[::1]:9/",
    "http://[::ffff:127.0.0.1]:9/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://localhost:9/",
    "http://2130706433/",
  ])("is refused at %s", async (url) => {
    expect(await careful.ask(url, {})).toEqual({ kind: "refused", problem: "is in a private network" });
  });
});

describe("a source that means no good", () => {
  test.each<[string, Answer, string]>([
    [
      "a gzip bomb",
      sending(gzipSync(Buffer.alloc(60_000_000, "<item>")), { "content-encoding": "gzip" }),
      "answers with more than 20 MB once decompressed",
    ],
    [
      "an XML bomb",
      sending(
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
      ),
      "declares XML entities, which Bulletin does not read",
    ],
    ["a body without an end", (_, response) => void endless(response), "answers with more than 5 MB"],
    [
      "a way in circles",
      (_, response) => response.writeHead(302, { location: "/again" }).end(),
      "redirects more than 5 times",
    ],
    [
      "a redirect to a cloud machine's secrets",
      (_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/" }).end(),
      "redirects to 169.254.169.254, which is in a private network",
    ],
    [
      "a redirect to a mapped address",
      (_, response) => response.writeHead(302, { location: "http://[::ffff:127.0.0.1]:1/" }).end(),
      "redirects to [::ffff:7f00:1]:1, which is in a private network",
    ],
    [
      "a redirect to a file",
      (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
      "redirects to something that is no web address",
    ],
  ])("is refused by name: %s", async (_, answer, problem) => {
    const url = await serving(answer);
    expect(await reader.ask(url, {})).toMatchObject({ kind: "refused", problem });
  });
});

function endless(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/xml" });
  const piece = Buffer.alloc(64 * 1024, "x");
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  more();
}
