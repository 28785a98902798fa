import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { siteHandler } from "#handlers/site/handler.ts";
import type { LocalFunction } from "#local/functions/local-function.ts";
import { type Front, openFront } from "#local/http/front.ts";
import { createThrottle } from "#local/http/throttle.ts";
import { createHttpApi } from "#local/services/http-api.ts";
import { newsroom, origin, quarry } from "#test/handlers/site/newsroom.ts";
import { newSmallWorld } from "#test/handlers/site/small-world.ts";

const world = newSmallWorld();
world.addTopic(quarry, []);
let front: Front;

beforeAll(async () => {
  const opened = await openFront({ what: "the site", setting: "PORT", port: 0 });
  if ("refused" in opened) throw new Error(opened.refused);
  front = opened;
  front.serve(siteOverHttp());
});

afterAll(() => {
  front.server.close();
  front.server.closeAllConnections();
});

/** The real site behind the local HTTP API, in this process. */
function siteOverHttp() {
  const handler = siteHandler({ steps: world.steps, newsroom, origin });
  const site: LocalFunction = {
    arn: "site",
    name: "site",
    invoke: async (payload) => ({ answer: JSON.stringify(await handler(JSON.parse(payload))) }),
    stop: async () => undefined,
  };
  const throttle = createThrottle({ rate: 1000, burst: 1000 });
  return createHttpApi({
    api: {
      id: "api",
      stage: "$default",
      region: "us-east-1",
      routes: [{ key: "$default", method: undefined, path: "", functionArn: "site", throttle }],
    },
    functions: [site],
    clock: { now: () => 0, offsetMs: () => 0, turnTo: () => undefined },
    gate: { serviceMay: () => true, callerMay: () => "allowed" },
    account: "000000000000",
    onFailure: (sentence) => {
      throw new Error(sentence);
    },
  });
}

interface Heard {
  /** All that came back until the server ended the connection, or until its first answer was whole. */
  readonly text: string;
  readonly closed: boolean;
}

/** Sends bytes as they stand; gives what came back when the connection was closed, or when `until` holds. */
function send(bytes: string, until: (text: string) => boolean = () => false, more?: (socket: Socket) => void) {
  return new Promise<Heard>((resolve) => {
    let text = "";
    const socket = connect(front.port, "127.0.0.1", () => {
      socket.write(bytes);
      more?.(socket);
    });
    const finish = (closed: boolean) => {
      socket.destroy();
      resolve({ text, closed });
    };
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (until(text)) finish(false);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => finish(true));
  });
}

const hasHead = (text: string) => text.includes("\r\n\r\n");
const statusOf = ({ text }: Heard) => Number(text.split(" ")[1]);
const headersOf = ({ text }: Heard) =>
  (text.split("\r\n\r\n")[0] ?? "")
    .split("\r\n")
    .slice(1)
    .map((line) => line.toLowerCase());
const ask = (method: string, path: string) =>
  send(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);

describe("HEAD", () => {
  test("has the headers of GET, and claims no other length", async () => {
    const own = (heard: Heard) => headersOf(heard).filter((line) => !/^(date|content-length):/.test(line));
    const [get, head] = [await ask("GET", "/topics/quarry"), await ask("HEAD", "/topics/quarry")];
    expect(own(head)).toEqual(own(get));
    const lengths = headersOf(head).filter((line) => line.startsWith("content-length:"));
    for (const line of lengths) expect(headersOf(get)).toContain(line);
    expect(head.text.endsWith("\r\n\r\n")).toBe(true);
  });
});

describe("a body that is too long", () => {
  const post = (...headers: string[]) =>
    [
      "POST /topics/quarry/subscribe HTTP/1.1",
      "Host: x",
      "Accept: application/json",
      "Content-Type: application/x-www-form-urlencoded",
      ...headers,
      "\r\n",
    ].join("\r\n");

  test("is refused by the length that it declares, before it has come", async () => {
    const heard = await send(`${post("Content-Length: 1100000")}email=a`, (text) => text.includes('"outcome"'));
    expect(statusOf(heard)).toBe(413);
    expect(heard.text).toContain('"outcome":"too-large"');
  });

  test("over API Gateway's 10 MB is refused by the gateway, and the connection ends", async () => {
    const heard = await send(`${post("Content-Length: 10485761")}email=a`);
    expect([statusOf(heard), heard.closed]).toEqual([413, true]);
    expect(heard.text).toContain('{"message":"Request Entity Too Large"}');
  });

  test("is not asked for by 100 Continue", async () => {
    const heard = await send(post("Content-Length: 1100000", "Expect: 100-continue"), hasHead);
    expect(statusOf(heard)).toBe(413);
    const fits = await send(post("Content-Length: 7", "Expect: 100-continue"), hasHead);
    expect(statusOf(fits)).toBe(100);
  });

  test("without an end is refused once 1 MB has come, and the connection ends", async () => {
    let sent = 0;
    const flood = (socket: Socket) => {
      const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
      const pour = () => {
        while (socket.writable && socket.write(chunk)) sent += chunk.length;
      };
      socket.on("drain", pour);
      pour();
    };
    const heard = await send(post("Transfer-Encoding: chunked"), undefined, flood);
    expect([statusOf(heard), heard.closed]).toEqual([413, true]);
    expect(heard.text).toContain('"outcome":"too-large"');
    expect(sent).toBeGreaterThan(1024 * 1024);
  });

  test("does not keep the next form out", async () => {
    const form = "email=ada%40saltmarsh.example&cadence=daily";
    const body = await send(`${post(`Content-Length: ${form.length}`)}${form}`, hasHead);
    expect(statusOf(body)).toBe(303);
  });
});

describe("a path that is none of ours", () => {
  test.each(["/%00", "/topics/quarry%00", "/topics/quarry%20", "/%20", "/%0A", "//evil.example", "//", "/%2Ftopics"])(
    "%s is not found",
    async (path) => {
      expect(statusOf(await ask("GET", path))).toBe(404);
    },
  );

  test("is not mistaken for one that is", async () => {
    expect(statusOf(await ask("GET", "/topics/quarry"))).toBe(200);
    expect(statusOf(await ask("GET", "http://anyone.example/topics/quarry"))).toBe(200);
    expect(statusOf(await ask("GET", "/topics/qu%61rry?page=1"))).toBe(200);
  });
});

describe("a method that nothing takes", () => {
  test.each(["TRACE", "PROPFIND", "PURGE", "OPTIONS"])("%s is answered with 405 and what is taken", async (method) => {
    const heard = await ask(method, "/topics/quarry");
    expect(statusOf(heard)).toBe(405);
    expect(headersOf(heard)).toContain("allow: get, head");
  });
});

describe("a GET with a body", () => {
  test("is answered as one without", async () => {
    const heard = await send(
      "GET /topics/quarry HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b",
    );
    expect(statusOf(heard)).toBe(200);
  });
});
