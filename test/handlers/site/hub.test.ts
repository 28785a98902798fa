import { describe, expect, test } from "vitest";
import { siteApp } from "#handlers/site/app.ts";
import type { HubQuestion, Pushed } from "#pipeline/follow-hub.ts";
import { newsroom, origin } from "./newsroom.ts";
import { newSmallWorld } from "./small-world.ts";

const path = "/websub/tarn.abc/a-token";

function hubSite(isWanted: boolean) {
  const questions: HubQuestion[] = [];
  const pushes: Pushed[] = [];
  const hub = {
    answerHub: async (question: HubQuestion) => {
      questions.push(question);
      return isWanted;
    },
    takePush: async (pushed: Pushed) => {
      pushes.push(pushed);
      return isWanted;
    },
  };
  const app = siteApp({ steps: newSmallWorld().steps, hub, newsroom, origin });
  return { app, questions, pushes };
}

const asking =
  "?hub.mode=subscribe&hub.topic=https%3A%2F%2Ftarn.example%2Frss&hub.challenge=abc%3Cb%3E&hub.lease_seconds=60";

describe("a hub on the site", () => {
  test("is answered with its challenge, as plain text, where we want what we asked for", async () => {
    const { app, questions } = hubSite(true);
    const answer = await app.request(path + asking);
    expect([answer.status, await answer.text()]).toEqual([200, "abc<b>"]);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(questions).toEqual([
      { source: "tarn.abc", token: "a-token", mode: "subscribe", about: "https://tarn.example/rss", leaseSeconds: 60 },
    ]);
  });

  test("is answered no where we do not, and where it challenges with nothing", async () => {
    expect((await hubSite(false).app.request(path + asking)).status).toBe(404);
    expect((await hubSite(true).app.request(path)).status).toBe(404);
  });

  test.each([true, false])("is never told whether its signature holds", async (holds) => {
    const { app, pushes } = hubSite(holds);
    const headers = { "X-Hub-Signature": "sha256=00", "content-type": "application/atom+xml" };
    const answer = await app.request(path, { method: "POST", headers, body: "<feed/>" });
    expect([answer.status, await answer.text()]).toEqual([202, ""]);
    expect(pushes).toMatchObject([{ source: "tarn.abc", token: "a-token", signature: "sha256=00" }]);
    expect(Buffer.from(pushes[0]?.body ?? []).toString()).toBe("<feed/>");
  });

  test("finds nothing at other methods, nor where no source is watched", async () => {
    expect((await hubSite(true).app.request(path, { method: "PUT" })).status).toBe(405);
    expect((await siteApp({ steps: newSmallWorld().steps, newsroom, origin }).request(path + asking)).status).toBe(404);
  });
});
