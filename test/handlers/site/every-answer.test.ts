import { describe, expect, test } from "vitest";
import { Fault } from "#core/fault.ts";
import { bodyMaxBytes } from "#handlers/site/form.ts";
import { origin } from "./newsroom.ts";
import { answerOf, goodSignUp, newReader, newVisit, page, type Visit } from "./visit.ts";

const json = { Accept: "application/json" };

/** One of each address that the site has. */
async function addresses(visit: Visit): Promise<string[]> {
  const reader = await newReader(visit);
  return [
    "/",
    "/topics/harbour-bridge",
    "/topics/harbour-bridge/check-your-mail",
    `/confirm/${reader.confirm}`,
    `/preferences/${reader.preferences}`,
    `/unsubscribe/${reader.leave}`,
    "/robots.txt",
    "/favicon.ico",
  ];
}

describe("every answer", () => {
  test("to HEAD is the answer to GET without its body", async () => {
    const visit = newVisit();
    for (const path of await addresses(visit)) {
      const get = await visit.get(path);
      const head = await visit.request(path, { method: "HEAD" });
      expect(head.status).toBe(get.status);
      expect([...head.headers]).toEqual([...get.headers]);
      expect(await head.text()).toBe("");
    }
  });

  test("comes as UTF-8 under a policy that lets nothing in from elsewhere, and without a cookie", async () => {
    const visit = newVisit();
    for (const path of [...(await addresses(visit)), "/nowhere", "/topics/nowhere"]) {
      const { headers, status } = await visit.get(path);
      if (status !== 204) expect(headers.get("Content-Type")).toMatch(/; charset=utf-8$/);
      expect(headers.get("Content-Security-Policy")).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Strict-Transport-Security")).toBe("max-age=31536000");
      expect(headers.get("Set-Cookie")).toBeNull();
    }
  });

  test("asks for https only where the site has it", async () => {
    const { headers } = await newVisit({ origin: "http://127.0.0.1:3000" }).get("/");
    expect(headers.get("Strict-Transport-Security")).toBeNull();
  });

  test("asks the browser for nothing from another host", async () => {
    const visit = newVisit();
    for (const path of await addresses(visit)) {
      const $ = await page(await visit.get(path));
      const loaded = $("script, img, iframe, link[rel=stylesheet], link[rel=icon]").toArray();
      for (const element of loaded) expect($(element).attr("src") ?? $(element).attr("href")).toMatch(/^\/assets\//);
      for (const form of $("form").toArray()) expect($(form).attr("action")).toMatch(/^\/[a-z]/);
    }
  });

  test("on a link's page is kept nowhere, sends no referrer and is not indexed, whatever it says", async () => {
    const visit = newVisit();
    const reader = await newReader(visit);
    const answers = [
      await visit.get(`/confirm/${reader.confirm}`),
      await visit.post(`/confirm/${reader.confirm}`, {}),
      await visit.get(`/preferences/${reader.preferences}`),
      await visit.post(`/preferences/${reader.preferences}`, { action: "save" }),
      await visit.get(`/unsubscribe/${reader.leave}`),
      await visit.post(`/unsubscribe/${reader.leave}`, {}),
      await visit.get("/confirm/forged"),
      await visit.request("/preferences/forged", { method: "PUT" }),
    ];
    for (const { headers } of answers) {
      expect(headers.get("Cache-Control")).toBe("no-store");
      expect(headers.get("Referrer-Policy")).toBe("no-referrer");
      expect(headers.get("X-Robots-Tag")).toBe("noindex");
    }
  });

  test("is the same whatever Host, Origin and Referer claim", async () => {
    const visit = newVisit();
    const reader = await newReader(visit);
    const hostile = { Host: "evil.example", Origin: "https://evil.example", Referer: "https://evil.example/x" };
    for (const path of ["/topics/quarry", `/preferences/${reader.preferences}`]) {
      const [plain, claimed] = [await visit.get(path), await visit.get(path, hostile)];
      expect(await claimed.text()).toBe(await plain.text());
    }
    const posted = await visit.post("/topics/quarry/subscribe", goodSignUp, hostile);
    expect(posted.headers.get("Location")).toBe("/topics/quarry/check-your-mail");
  });
});

describe("a method that an address does not take", () => {
  test.each([
    ["/", "POST", "GET, HEAD"],
    ["/topics/harbour-bridge", "POST", "GET, HEAD"],
    ["/topics/harbour-bridge/subscribe", "GET", "POST"],
    ["/topics/harbour-bridge/subscribe", "HEAD", "POST"],
    ["/confirm/x", "PUT", "GET, HEAD, POST"],
    ["/preferences/x", "DELETE", "GET, HEAD, POST"],
    ["/unsubscribe/x", "PATCH", "GET, HEAD, POST"],
    ["/unsubscribe/x", "OPTIONS", "GET, HEAD, POST"],
    ["/robots.txt", "POST", "GET, HEAD"],
  ])("%s by %s is answered with 405 and what it takes", async (path, method, allowed) => {
    const response = await newVisit().request(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe(allowed);
  });
});

describe("an address that does not exist", () => {
  test.each([
    "/nowhere",
    "/confirm",
    "/confirm/",
    "/confirm/a/b",
    "/%",
    "/%zz/%ff",
    "/assets/bulletin.css",
    "//",
    "/%00",
    "/.env",
  ])("%j is answered with the page that says so", async (path) => {
    const response = await newVisit().request(new Request(`${origin}${path}`).url, {});
    expect(response.status).toBe(404);
    expect((await page(response))("h1").text()).toBe("There is no such page");
  });
});

describe("a body", () => {
  const path = "/topics/quarry/subscribe";
  const form = "application/x-www-form-urlencoded";
  const formOf = (bytes: number) => {
    const fields = new URLSearchParams({ ...goodSignUp, filling: "" }).toString();
    return fields + "x".repeat(bytes - fields.length);
  };

  test("of 64 kB is taken, and of one byte more is not, anywhere", async () => {
    const visit = newVisit();
    const reader = await newReader(visit);
    const headers = { "Content-Type": form };
    expect((await visit.request(path, { method: "POST", body: formOf(bodyMaxBytes), headers })).status).toBe(303);
    const body = formOf(bodyMaxBytes + 1);
    const mails = visit.world.mails.length;
    for (const target of [
      path,
      `/preferences/${reader.preferences}`,
      `/confirm/${reader.confirm}`,
      `/unsubscribe/${reader.leave}`,
      `/preferences/${reader.preferences}/renew`,
    ]) {
      expect((await visit.request(target, { method: "POST", body, headers })).status).toBe(413);
    }
    expect(visit.world.mails.length).toBe(mails);
    expect(visit.world.following(reader.address)["harbour-bridge"]).toBe("confirmed daily");
  });

  test("is not believed to be as long as it claims", async () => {
    const visit = newVisit();
    const lying = { "Content-Type": form, "Content-Length": "10" };
    expect((await visit.request(path, { method: "POST", body: formOf(bodyMaxBytes + 1), headers: lying })).status).toBe(
      413,
    );
    const boasting = { "Content-Type": form, "Content-Length": "99999999" };
    expect((await visit.request(path, { method: "POST", body: formOf(1_000), headers: boasting })).status).toBe(413);
  });

  test("that comes in pieces is cut off at the limit", async () => {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pieces += 1;
        controller.enqueue(new Uint8Array(8 * 1024));
      },
    });
    const init = { method: "POST", body, headers: { "Content-Type": form }, duplex: "half" } as RequestInit;
    expect((await newVisit().request(path, init)).status).toBe(413);
    expect(pieces).toBeLessThan(20);
  });

  test.each([
    ["JSON", "application/json", "{}", 415],
    ["text", "text/plain", "email=a", 415],
    ["a kind that only looks like a form", "application/x-www-form-urlencodedly", "email=a", 415],
    ["nothing said of its kind", "", "email=a", 415],
    ["multipart without a boundary", "multipart/form-data", "--x", 400],
    [
      "multipart that breaks off",
      "multipart/form-data; boundary=x",
      "--x\r\nContent-Disposition: form-data; name=email\r\n\r\nada",
      400,
    ],
  ])("of %s is refused where a form is wanted", async (_, type, body, status) => {
    const visit = newVisit();
    const response = await visit.request(path, { method: "POST", body, headers: { "Content-Type": type } });
    expect(response.status).toBe(status);
    expect((await page(response))("h1").text()).toBe("We could not read that");
    expect(visit.world.mails).toEqual([]);
  });

  test("that is empty is a form in which nothing was typed", async () => {
    expect((await newVisit().request(path, { method: "POST" })).status).toBe(422);
  });
});

describe("a program that asks for JSON", () => {
  test.each([
    ["GET", "/nowhere", 404, "not-found"],
    ["GET", "/topics/nowhere", 404, "no-such-topic"],
    ["GET", "/confirm/forged", 404, "forged"],
    ["PUT", "/", 405, "method-not-allowed"],
    ["GET", "/", 200, "topics"],
    ["GET", "/topics/quarry", 200, "topic"],
  ])("is told by %s %s with %i that the outcome is %s", async (method, path, status, outcome) => {
    const response = await newVisit().request(path, { method, headers: json });
    expect(response.status).toBe(status);
    expect(response.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toEqual({ outcome, message: expect.stringMatching(/\w/) });
  });

  test("is told by POST what came of it", async () => {
    const visit = newVisit();
    const reader = await newReader(visit);
    const outcomes = [];
    for (const path of [
      `/confirm/${reader.confirm}`,
      `/unsubscribe/${reader.leave}`,
      `/confirm/${reader.confirm}`,
      "/unsubscribe/x",
    ]) {
      const response = await visit.post(path, {}, json);
      outcomes.push([response.status, (await answerOf(response)).outcome]);
    }
    expect(outcomes).toEqual([
      [200, "confirmed"],
      [200, "left"],
      [200, "left"],
      [404, "forged"],
    ]);
  });

  test.each([
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"],
    ["*/*", "text/html"],
    ["application/json;q=0", "text/html"],
    ["text/html, application/json;q=0.5", "text/html"],
    ["application/json, text/html;q=0.5", "application/json"],
    ["application/json, */*", "application/json"],
    ["Application/JSON", "application/json"],
    [";;;,,,=", "text/html"],
  ])("is known by what it would rather have: %s", async (accept, type) => {
    const { headers } = await newVisit().get("/", { Accept: accept });
    expect(headers.get("Content-Type")).toBe(`${type}; charset=utf-8`);
  });
});

describe("a world that fails", () => {
  const fails = (error: Error) => ({
    readTopic: async () => Promise.reject(error),
    confirm: async () => Promise.reject(error),
  });

  test("is answered with 503 and when to come back", async () => {
    const visit = newVisit({ steps: fails(new Fault("dynamo.unavailable", "the table did not answer in 2 s")) });
    const response = await visit.get("/topics/quarry");
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).toBe("10");
    expect(await response.text()).not.toContain("table");
    expect(visit.log).toEqual([
      {
        event: "site.unavailable",
        route: "/topics/quarry",
        code: "dynamo.unavailable",
        message: "the table did not answer in 2 s",
      },
    ]);
  });

  test("by a mistake of ours is answered with 500, tells no details and logs no token", async () => {
    const visit = newVisit({ steps: fails(new TypeError("secret is not a function")) });
    const response = await visit.post("/confirm/1.secret-token", {}, json);
    expect(response.status).toBe(500);
    expect(JSON.stringify(await response.json())).not.toContain("secret");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(visit.log[0]).toMatchObject({ event: "site.failed", route: "/confirm/{token}", name: "TypeError" });
  });
});

describe("what pages load", () => {
  test("is kept for ever under a name made from its bytes", async () => {
    const visit = newVisit();
    const $ = await page(await visit.get("/"));
    const paths = $("link[rel=stylesheet], link[rel=icon], script")
      .toArray()
      .map((one) => $(one).attr("href") ?? $(one).attr("src") ?? "");
    const types = [];
    for (const path of paths) {
      const response = await visit.get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
      types.push(response.headers.get("Content-Type"));
    }
    expect(types).toEqual([
      "image/svg+xml; charset=utf-8",
      "text/css; charset=utf-8",
      "text/javascript; charset=utf-8",
    ]);
  });

  test("leaves links in mails to their readers", async () => {
    const robots = await (await newVisit().get("/robots.txt")).text();
    for (const path of ["/confirm/", "/preferences/", "/unsubscribe/"]) expect(robots).toContain(`Disallow: ${path}`);
    expect((await newVisit().get("/favicon.ico")).status).toBe(204);
  });
});
