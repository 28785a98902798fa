import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";
import { readWebNews } from "#adapters/web/read-web-news.ts";
import { said, smallApi } from "./small-api.ts";

const url = "https://brackwater-courier.example/harbour-strike";
const article = newsIn({ bytes: readFileSync("examples/harbour-strike.html"), url });

describe("a pull by the API", () => {
  test("publishes what it finds, the newest highest, and nothing the second time", async () => {
    const { send, tell, ports } = await smallApi();
    tell(article);
    const first = await said(await send("/api/pull", { topic: "harbour", url, importance: "routine" }));
    expect(first).toMatchObject({ status: 200, body: { kind: "article", leftOut: 0, unchanged: 0 } });
    const { found, added } = first.body;
    expect(added).toBe(found);
    expect(await ports.topicLog.tail("harbour")).toBe(found);
    const newest = "refused" in article ? undefined : article.developments[0]?.headline;
    expect((await ports.topicLog.read("harbour", 0)).at(-1)).toMatchObject({ headline: newest, importance: "routine" });
    expect((await said(await send("/api/pull", { topic: "harbour", url }))).body).toMatchObject({
      added: 0,
      unchanged: found,
    });
  });

  test("keeps what the article leads to, and tells it with the topic", async () => {
    const { send, tell } = await smallApi();
    const related = [{ label: "READ MORE", text: "A bridge in twelve drawings", url: "https://x.example/bridge" }];
    if ("refused" in article || article.kind !== "article") throw new Error("the example is no article");
    const { related: _, ...bare } = article;
    for (const each of [{ ...article, related }, bare]) {
      tell(each);
      await send("/api/pull", { topic: "harbour", url });
    }
    expect((await said(await send("/api/topics/harbour", undefined, { method: "GET" }))).body).toMatchObject({
      related,
    });
  });

  test("shows what it finds and changes nothing where it is a dry run", async () => {
    const { send, tell, ports } = await smallApi();
    tell(article);
    const { body } = await said(await send("/api/pull", { topic: "harbour", url, dryRun: true }));
    expect(body["developments"]).toHaveLength(Number(body["found"]));
    expect(body).not.toHaveProperty("added");
    expect(await ports.topicLog.tail("harbour")).toBe(0);
  });

  test("takes the newest 500, and says how many it left out", async () => {
    const { send, tell } = await smallApi();
    const developments = Array.from({ length: 503 }, (_, at) => ({ headline: `Item ${at}` }));
    tell({ kind: "feed", title: "A long feed", developments, leftOut: 7 });
    const { body } = await said(await send("/api/pull", { topic: "harbour", url, dryRun: true }));
    expect(body).toMatchObject({ found: 500, leftOut: 10 });
    expect(body["developments"]).toMatchObject([
      { headline: "Item 499" },
      ...Array(498).fill({}),
      { headline: "Item 0" },
    ]);
  });

  test("tells why nothing can be read there", async () => {
    const { send, tell } = await smallApi();
    tell({ refused: `${url} answers with 404 Not Found.` });
    expect(await said(await send("/api/pull", { topic: "harbour", url }))).toMatchObject({
      status: 422,
      body: { type: "/api/problems/unreadable-news", detail: `${url} answers with 404 Not Found.` },
    });
  });

  test.each(["/etc/passwd", "file:///etc/passwd", "ftp://x.example", "x.example", ""])(
    "refuses “%s”",
    async (typed) => {
      const { send } = await smallApi();
      const answer = await said(await send("/api/pull", { topic: "harbour", url: typed }));
      expect(answer.body["errors"]).toMatchObject([{ pointer: "#/url" }]);
    },
  );
});

describe("reading news for somebody outside", () => {
  test("reaches nothing on this machine or beside it", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end("<ul><li>Secret</li></ul>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const typed = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"].map(
      (host) => `${host}:${port}`,
    );
    for (const host of [...typed, "169.254.169.254", "[fe80::1]", "10.0.0.1"]) {
      expect(await readWebNews(`http://${host}/latest`, "public")).toMatchObject({ refused: expect.any(String) });
    }
    server.close();
    expect(asked).toBe(0);
  });

  test.each(["file:///etc/passwd", "/etc/passwd", "https://ada:secret@x.example/", "https://ada@x.example/", ""])(
    "refuses “%s”",
    async (typed) => {
      expect(await readWebNews(typed, "public")).toMatchObject({
        refused: expect.stringContaining("is not a complete web address"),
      });
    },
  );
});
