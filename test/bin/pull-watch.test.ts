import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { startFeedServer } from "#test/support/feed-server.ts";
import { bulletin } from "./bulletin.ts";
import { gateway } from "./gateway.ts";

const feed = await startFeedServer();
feed.serve({
  body: '<rss version="2.0"><channel><title>F</title><item><title>Ferries stop</title></item></channel></rss>',
});
const stack = await gateway(() => ({ done: { topic: "t", added: 1, updated: 0, unchanged: 0 } }));

afterAll(async () => {
  stack.close();
  await feed.stop();
});

describe("pull --watch", () => {
  test("prints what changed, and ends by Ctrl-C with a sum and a good conscience", async () => {
    const words = ["pull", feed.url, "--topic", "t", "--watch", "--every", "1h", "--local", "--json"];
    const child = spawn(process.execPath, ["bin/bulletin.ts", ...words], {
      env: { PATH: process.env["PATH"] ?? "", ...stack.local },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = text(child.stderr);
    const results: unknown[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      results.push(JSON.parse(line));
      if (results.length === 1) child.kill("SIGINT");
    }
    if (child.exitCode === null) await once(child, "close");
    expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
    expect(results).toEqual([
      { input: feed.url, topic: "t", added: 1, updated: 0, unchanged: 0 },
      { stopped: true, topic: "t", pulls: 1, added: 1, updated: 0, failures: 0 },
    ]);
    expect(await said).toBe(`Watching ${feed.url}; Ctrl-C ends it.\n`);
  });

  test.each([
    [["--every", "5s", "--watch"], "from 10s to 24h"],
    [["--every", "2m"], "--every <span> needs --watch"],
    [["--watch", "--dry-run"], "cannot be used with"],
  ])("refuses %j in words", async (options, words) => {
    const { code, stderr } = await bulletin(["pull", "a.html", "--topic", "t", ...options]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
  });
});
