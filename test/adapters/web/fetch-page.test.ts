import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { readInput } from "#adapters/web/read-input.ts";
import { readNews } from "#adapters/web/read-news.ts";

const article =
  "<!doctype html><title>Calm at Sarn</title><h2>Latest developments</h2><ul><li>The wind has dropped.</li></ul>";

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that answers as told, and its address. */
async function serving(answer: Answer, host = "127.0.0.1"): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

function sending(body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (_, response) => response.writeHead(200, { "content-type": "text/html", ...headers }).end(body);
}

async function refusal(url: string, timeoutMs?: number): Promise<string> {
  const read = await readInput(url, timeoutMs);
  return "refused" in read ? read.refused : `read ${read.bytes.length} bytes`;
}

describe("reading a page of the web", () => {
  test("gives the developments of an article, from loopback too when that was typed", async () => {
    const url = await serving(sending(article));
    expect(await readNews(`${url}/sarn`)).toEqual({
      kind: "article",
      title: "Calm at Sarn",
      found: "list",
      sure: 0.87,
      developments: [{ headline: "The wind has dropped." }],
      leftOut: 0,
    });
  });

  test.each([
    ["gzip", gzipSync(article)],
    ["br", brotliCompressSync(article)],
    ["gzip, br", brotliCompressSync(gzipSync(article))],
  ])("decompresses %s", async (coding, body) => {
    const url = await serving(sending(body, { "content-encoding": coding }));
    expect(await readNews(url)).toMatchObject({ title: "Calm at Sarn" });
  });

  test("decodes the charset that the server names", async () => {
    const body = Buffer.from(article.replace("Sarn", "S\xe4rn"), "latin1");
    const url = await serving(sending(body, { "content-type": "text/html; charset=ISO-8859-1" }));
    expect(await readNews(url)).toMatchObject({ title: "Calm at Särn" });
  });

  test("follows a redirect on the same host, and starts links from where it leads", async () => {
    const url = await serving((request, response) => {
      if (request.url === "/old") response.writeHead(301, { location: "/new/page" }).end();
      else response.writeHead(200).end(article.replace("The wind", '<a href="wind">The wind</a>'));
    });
    expect(await readNews(`${url}/old`)).toMatchObject({ developments: [{ url: `${url}/new/wind` }] });
  });

  test("refuses a redirect to another host in a private network", async () => {
    const inside = await serving(sending(article), "127.0.0.2");
    const url = await serving((_, response) => response.writeHead(302, { location: inside }).end());
    expect(await refusal(url)).toBe(`redirects to ${new URL(inside).host}, which is in a private network`);
  });

  test.each(["http://169.254.169.254/latest/meta-data", "http://[::ffff:10.0.0.1]/", "http://localhost:1/"])(
    "refuses a redirect to %s at once",
    async (location) => {
      const url = await serving((_, response) => response.writeHead(307, { location }).end());
      expect(await refusal(url)).toMatch(/^redirects to .*, which is in a private network$/);
    },
  );

  test("refuses a redirect that leaves the web", async () => {
    const url = await serving((_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end());
    expect(await refusal(url)).toBe("redirects to something that is no web address");
  });

  test("gives up a circle of redirects after five", async () => {
    const url = await serving((_, response) => response.writeHead(302, { location: "/again" }).end());
    expect(await refusal(url)).toBe("redirects more than 5 times");
  });

  test("refuses what is not there", async () => {
    const url = await serving((_, response) => response.writeHead(404).end(article));
    expect(await readNews(url)).toEqual({ refused: `${url} answers with 404 Not Found.` });
  });

  test("refuses pictures", async () => {
    const url = await serving(sending("x", { "content-type": "image/png" }));
    expect(await refusal(url)).toBe("is not text");
  });

  test("stops reading at 5 MB, long before 50 have come", async () => {
    let sent = 0;
    const url = await serving((_, response) => {
      const piece = Buffer.alloc(1_000_000, "a");
      const push = () => {
        while (sent < 50 && !response.destroyed) {
          sent++;
          if (!response.write(piece)) return response.once("drain", push);
        }
        return response.end();
      };
      push();
    });
    expect(await refusal(url)).toBe("answers with more than 5 MB");
    expect(sent).toBeLessThan(18);
  });

  test("stops decompressing at 20 MB", async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const url = await serving(sending(bomb, { "content-encoding": "gzip" }));
    expect(await refusal(url)).toBe("answers with more than 20 MB once decompressed");
  });

  test("refuses a body that is not compressed as it says", async () => {
    const url = await serving(sending("plain", { "content-encoding": "gzip" }));
    expect(await refusal(url)).toBe("sends a body that cannot be decompressed");
  });

  test("refuses a compression that it does not know", async () => {
    const url = await serving(sending("x", { "content-encoding": "snow" }));
    expect(await refusal(url)).toBe("answers in a compression that Bulletin does not know");
  });

  test("waits no longer than it may for an answer", async () => {
    const url = await serving(() => {});
    expect(await refusal(url, 200)).toBe("does not answer within 0.2 s");
  });

  test("waits no longer than it may for a body that trickles", async () => {
    const url = await serving((_, response) => {
      const trickle = setInterval(() => response.write("a"), 20);
      response.on("close", () => clearInterval(trickle));
    });
    expect(await refusal(url, 300)).toBe("does not answer within 0.3 s");
  });

  test("refuses an address where nothing listens", async () => {
    const url = await serving(sending(article));
    for (const close of closing.splice(0)) close();
    expect(await refusal(url)).toBe("does not answer: nothing listens there");
  });

  test.each([
    ["closes the connection before it has answered", ""],
    ["does not answer as a web server does", "220 mail.sarn.example ESMTP\r\n"],
  ])("%s", async (reason, greeting) => {
    const server = createTcpServer((socket) => socket.end(greeting));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => server.close());
    expect(await refusal(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).toBe(reason);
  });

  test.each([
    ["http://", "is not a complete web address"],
    ["https://a b/", "is not a complete web address"],
    ["http://reader:secret@127.0.0.1/", "carries a name or password: give an address without one"],
    ["gopher://sarn.example/", "is no address that Bulletin reads: it must begin with http:// or https://"],
  ])("refuses %s", async (url, reason) => {
    expect(await refusal(url)).toBe(reason);
  });
});
