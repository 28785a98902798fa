// A visitor of the site: a small world behind it, requests into it, and answers read as a browser or a program would.

import { type CheerioAPI, load } from "cheerio";
import type { Topic } from "#core/topic.ts";
import { siteApp } from "#handlers/site/app.ts";
import type { SiteSteps } from "#handlers/site/steps.ts";
import type { Log } from "#pipeline/ports/log.ts";
import { developments, harbour, newsroom, origin, quarry } from "./newsroom.ts";
import { newSmallWorld, type SmallWorld } from "./small-world.ts";

export interface Visit {
  readonly world: SmallWorld;
  readonly log: Readonly<Record<string, unknown>>[];
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends a form as a browser does. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  request(path: string, init: RequestInit): Promise<Response>;
}

/** How many developments the harbour bridge has. */
export const harbourDevelopments = 40;

export function newVisit(options: { readonly origin?: string; readonly steps?: Partial<SiteSteps> } = {}): Visit {
  const world = newSmallWorld();
  world.addTopic(harbour, developments(harbourDevelopments));
  world.addTopic(quarry, []);
  const log: Visit["log"] = [];
  const steps = { ...world.steps, ...options.steps };
  const app = siteApp({ steps, newsroom, origin: options.origin ?? origin, log: logInto(log) });
  const request = async (path: string, init: RequestInit) => app.request(path, init);
  return {
    world,
    log,
    request,
    get: (path, headers = {}) => request(path, { headers }),
    post: (path, fields, headers = {}) =>
      request(path, { method: "POST", body: new URLSearchParams(fields), headers: { ...headers } }),
  };
}

/** A log that keeps its lines. */
function logInto(lines: Visit["log"]): Log {
  const keep: Log["info"] = (event, fields) => lines.push({ event, ...fields });
  return { info: keep, warn: keep };
}

export const goodSignUp = { email: "ada@saltmarsh.example", cadence: "daily", zone: "Europe/London", locale: "en" };

/** Signs up for `topics` and gives the confirm links' tokens, in order. */
export async function signUp({ world, post }: Visit, topics: readonly Topic[], fields = goodSignUp): Promise<string[]> {
  for (const { slug } of topics) await post(`/topics/${slug}/subscribe`, fields);
  return world.mails.slice(-topics.length).map(({ token }) => token);
}

/** A reader who follows `topics`, with links as their mails carry them. */
export async function newReader(visit: Visit, topics: readonly Topic[] = [harbour, quarry]) {
  const confirm = await signUp(visit, topics);
  for (const token of confirm) await visit.world.steps.confirm(token);
  const { email } = goodSignUp;
  return {
    address: email,
    confirm: confirm[0] ?? "",
    preferences: visit.world.issue("preferences", email),
    leave: visit.world.issue(
      "leave",
      email,
      topics.map(({ slug }) => slug),
    ),
  };
}

export async function page(response: Response): Promise<CheerioAPI> {
  return load(await response.text());
}

/** What a program is told. */
export async function answerOf(response: Response): Promise<{ outcome: string; message: string; fields?: object }> {
  return (await response.json()) as { outcome: string; message: string; fields?: object };
}

/** What a person reads, in one line. */
export function textOf($: CheerioAPI, selector = "main"): string {
  return $(selector).text().replace(/\s+/g, " ").trim();
}

export const dayMs = 24 * 60 * 60 * 1000;
