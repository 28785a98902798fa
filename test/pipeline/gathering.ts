// A topic, a source that answers what a test says, and a clock: the gatherer's world in memory.

import { hmacPushSecrets } from "#adapters/node/push-secrets.ts";
import { newsIn } from "#adapters/web/read-news.ts";
import type { Push } from "#core/push.ts";
import type { Source } from "#core/source.ts";
import { addSource } from "#pipeline/add-source.ts";
import { askForDuePolls } from "#pipeline/ask-for-polls.ts";
import { gather } from "#pipeline/gather.ts";
import type { GatherMessage, SourceAnswer } from "#pipeline/ports/sources.ts";
import { memoryAlarm } from "#test/support/memory/alarm.ts";
import { memoryQueues } from "#test/support/memory/queues.ts";
import { memoryStores } from "#test/support/memory/stores.ts";

export const topic = "tarn-valley";
export const url = "https://tarn.example/rss";
const startsAt = Date.parse("2026-11-20T12:00:00Z");

/** What a feed of this text answers. */
export function feedAnswer(xml: string, more: object = {}): SourceAnswer {
  const news = newsIn({ bytes: Buffer.from(xml), url });
  if ("refused" in news) return { kind: "refused", problem: news.refused };
  const { withdrawn = [], pace, hub, self } = news.kind === "feed" ? news : {};
  const { title, developments } = news;
  return {
    kind: "read",
    title,
    developments,
    withdrawn,
    bodyHash: "h",
    ...(pace ? { pace } : {}),
    ...(hub ? { hub } : {}),
    ...(self ? { self } : {}),
    ...more,
  };
}

export async function gatheringWorld() {
  let now = startsAt;
  let answer: SourceAnswer = { kind: "refused", problem: "does not answer" };
  const stores = memoryStores(() => now);
  const queues = memoryQueues();
  const alarm = memoryAlarm();
  const pushed: { source: string; body: Uint8Array }[] = [];
  const hubAsked: { push: Push; callback: string }[] = [];
  const asked: { message: GatherMessage; at: number }[] = [];
  const ports = {
    ...stores,
    ...queues,
    alarm,
    reader: {
      ask: async () => answer,
      read: (_: string, body: Uint8Array) => feedAnswer(Buffer.from(body).toString()),
    },
    hubs: {
      async ask(push: Push, callback: string) {
        hubAsked.push({ push, callback });
        return undefined;
      },
    },
    pushSecrets: { ...hmacPushSecrets, make: () => ({ token: `token-${hubAsked.length}`, secret: "a secret" }) },
    callback: (source: string, token: string) => `https://site.example/websub/${source}/${token}`,
    gatherQueue: {
      async send(messages: readonly GatherMessage[], delayMs: number) {
        asked.push(...messages.map((message) => ({ message, at: now + delayMs })));
      },
      async push(source: string, body: Uint8Array) {
        pushed.push({ source, body });
      },
    },
    clock: { now: () => now, sleep: async () => {} },
    chance: () => 0,
  };
  await ports.topics.put({ slug: topic, title: "the Tarn valley", createdAt: now });

  /** Works off the first poll that waits, at its time. */
  const poll = async () => {
    const first = asked.shift();
    if (first === undefined) throw new Error("no poll is asked for");
    now = Math.max(now, first.at);
    return gather(ports, first.message);
  };
  return {
    ports,
    alarm,
    asked,
    pushed,
    hubAsked,
    poll,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    answers: (next: SourceAnswer) => {
      answer = next;
    },
    add: (more: Partial<Source> = {}) => addSource(ports, { topic, url, ...more }),
    askForDue: () => askForDuePolls(ports, now),
    only: async () => {
      const [watched] = await stores.sources.all();
      if (watched === undefined) throw new Error("no source is watched");
      return watched;
    },
    versions: async () => (await stores.topicLog.read(topic, 0)).map(({ kind, headline }) => `${kind}: ${headline}`),
  };
}
