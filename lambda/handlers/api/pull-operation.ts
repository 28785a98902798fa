// Pulling the developments out of an article or a feed on the web.

import type * as z from "zod";
import type { NewsReading } from "#adapters/web/read-news.ts";
import { isForTopic } from "#core/api-key.ts";
import { isSlug } from "#core/topic.ts";
import { publish } from "#pipeline/publish.ts";
import { noSuchTopic, operation, topicClosed } from "./operation.ts";
import { pull, pulledSaid } from "./schemas.ts";
import { shownWording } from "./shown-version.ts";

/** Reads news from the public internet and from nowhere else. */
export type ReadNews = (url: string) => Promise<NewsReading>;

/** Most developments of one pull: each is a write of some 10 ms, and API Gateway waits 30 s for all of it. */
const pulledMax = 500;

export const pullOperation = operation<z.output<typeof pull>>({
  id: "pull",
  method: "POST",
  path: "/api/pull",
  summary: "Publish the developments that an article or a feed on the web tells; pulled again it adds nothing",
  needs: "publish",
  body: {
    name: "Pull",
    schema: pull,
    examples: {
      pull: { topic: "harbour-strike", url: "https://brackwater-courier.example/harbour-strike" },
      dryRun: { topic: "harbour-strike", url: "https://brackwater-courier.example/harbour-strike", dryRun: true },
    },
  },
  answers: {
    200: { says: "What was found, and what came of it.", body: { name: "Pulled", schema: pulledSaid } },
  },
  refuses: ["no-such-topic", "topic-closed", "unreadable-news"],
  answer: async (ports, { key, body: { topic, url, importance, dryRun } }) => {
    const isTheirs = isSlug(topic) && isForTopic(key, topic);
    if (!isTheirs || (await ports.topics.get(topic)) === undefined) return noSuchTopic(topic);
    const news = await ports.readNews(url);
    if ("refused" in news) return { problem: "unreadable-news", detail: news.refused };
    // Lists and feeds put the newest on top. Numbers are given in order, and readers see the highest first.
    const developments = news.developments.slice(0, pulledMax).toReversed();
    const leftOut = news.leftOut + news.developments.length - developments.length;
    const found = { topic, kind: news.kind, title: news.title, found: developments.length, leftOut };
    if (dryRun === true) return { status: 200, body: { ...found, developments: developments.map(shownWording) } };
    const outcome = await publish(ports, {
      topic,
      developments,
      isWholeList: leftOut === 0,
      ...(importance === undefined ? {} : { importance }),
    });
    if (outcome.kind === "no-such-topic") return noSuchTopic(topic);
    if (outcome.kind === "closed") return topicClosed(topic);
    const { added, updated, unchanged } = outcome;
    return { status: 200, body: { ...found, added, updated, unchanged } };
  },
});
