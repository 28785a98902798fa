// The site on a free port of this machine, with a reader who follows two stories: for tests in a real browser.

import { type ServerType, serve } from "@hono/node-server";
import { siteApp } from "#handlers/site/app.ts";
import { developments, harbour, newsroom, quarry } from "#test/handlers/site/newsroom.ts";
import { newSmallWorld, type SmallWorld } from "#test/handlers/site/small-world.ts";
import { dayMs, goodSignUp } from "#test/handlers/site/visit.ts";

export interface ServedSite {
  readonly base: string;
  readonly world: SmallWorld;
  readonly reader: Readonly<
    Record<"confirm" | "unconfirmed" | "preferences" | "leave" | "expiredConfirm" | "expiredPreferences", string>
  >;
  close(): void;
}

export async function serveSite(): Promise<ServedSite> {
  const world = newSmallWorld();
  world.addTopic(harbour, developments(40));
  world.addTopic(quarry, []);
  const { steps } = world;
  const address = goodSignUp.email;
  const signUp = async (topic: string, email: string) => {
    await steps.signUp({ ...goodSignUp, topic, email });
    return world.mails.at(-1)?.token ?? "";
  };

  world.now -= 40 * dayMs;
  const expiredConfirm = await signUp(harbour.slug, "late@saltmarsh.example");
  const confirm = await signUp(harbour.slug, address);
  await steps.confirm(confirm);
  await steps.confirm(await signUp(quarry.slug, address));
  const expiredPreferences = world.issue("preferences", address);
  world.now += 40 * dayMs;

  const reader = {
    expiredConfirm,
    expiredPreferences,
    confirm: world.issue("confirm", address, [harbour.slug]),
    unconfirmed: await signUp(harbour.slug, "bo@saltmarsh.example"),
    preferences: world.issue("preferences", address),
    leave: world.issue("leave", address, [harbour.slug]),
  };
  const app = siteApp({ steps, newsroom, origin: "http://127.0.0.1" });
  return await new Promise((resolve) => {
    const server: ServerType = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ base: `http://127.0.0.1:${port}`, world, reader, close: () => server.close() }),
    );
  });
}
