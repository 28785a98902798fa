import { connect } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { siteApp } from "#handlers/site/app.ts";
import { siteHandler } from "#handlers/site/handler.ts";
import { newsroom, origin, quarry } from "./newsroom.ts";
import { newSmallWorld } from "./small-world.ts";

const world = newSmallWorld();
world.addTopic(quarry, []);
const parts = { steps: world.steps, newsroom, origin };

describe("the site behind a real server", () => {
  let server: ServerType;
  let port = 0;

  beforeAll(async () => {
    port = await new Promise((resolve) => {
      server = serve({ fetch: siteApp(parts).fetch, port: 0, hostname: "127.0.0.1" }, (info) => resolve(info.port));
    });
  });

  afterAll(() => {
    server.close();
  });

  /** Sends bytes as they stand, and gives the first line that comes back. */
  const sent = (request: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(request));
      socket.on("error", reject);
      socket.once("data", (data) => {
        resolve(data.toString("latin1").split("\r\n")[0] ?? "");
        socket.destroy();
      });
    });

  test("refuses a chunked body over 64 kB before it has ended", async () => {
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const head =
      "POST /topics/quarry/subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    expect(await sent(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`)).toBe(
      "HTTP/1.1 413 Payload Too Large",
    );
  });

  test("refuses a body whose length is over 64 kB before it has come", async () => {
    const head = "POST /unsubscribe/x HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n";
    expect(await sent(head)).toBe("HTTP/1.1 413 Payload Too Large");
  });

  test.each(["/%", "/%c0%af", "/confirm/%00", "/topics/%ff%fe", "/../../etc/passwd", "/?%zz=%"])(
    "survives %s",
    async (path) => {
      expect(await sent(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 (200|400|404) /);
    },
  );

  test("answers HEAD with no body", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/topics/quarry`, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});

describe("the site behind API Gateway", () => {
  const call = (method: string, path: string, more: object = {}) => {
    const http = { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "x" };
    const event = {
      version: "2.0",
      routeKey: "$default",
      rawPath: path,
      rawQueryString: "",
      headers: { host: "api.example" },
      requestContext: { http, domainName: "api.example", requestId: "1", stage: "$default" },
      isBase64Encoded: false,
      ...more,
    };
    return siteHandler(parts)(event as never) as Promise<{
      statusCode: number;
      headers: Record<string, string>;
      body: string;
      isBase64Encoded: boolean;
    }>;
  };

  test("answers a page as text", async () => {
    const result = await call("GET", "/topics/quarry");
    expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    expect(result.body).toContain("Tollen Quarry &amp; the &lt;aquifer&gt;");
    expect(result.headers["content-type"]).toBe("text/html; charset=utf-8");
  });

  test("takes a form that comes in base64", async () => {
    const form = "email=ada%40saltmarsh.example&cadence=daily&zone=Europe%2FLondon&locale=en";
    const result = await call("POST", "/topics/quarry/subscribe", {
      headers: { host: "api.example", "content-type": "application/x-www-form-urlencoded" },
      body: Buffer.from(form).toString("base64"),
      isBase64Encoded: true,
    });
    expect(result.statusCode).toBe(303);
    expect(result.headers["location"]).toBe("/topics/quarry/check-your-mail");
    expect(world.mails.map(({ to }) => to)).toEqual(["ada@saltmarsh.example"]);
  });
});
