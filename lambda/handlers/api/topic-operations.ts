// Topics: adding and reading them.

import { isForTopic } from "#core/api-key.ts";
import { type Topic, titleMaxLength } from "#core/topic.ts";
import { addTopic } from "#pipeline/add-topic.ts";
import { listDevelopments } from "#pipeline/list-developments.ts";
import { noSuchTopic, operation } from "./operation.ts";
import { newTopic, topicSaid, topicsSaid, topicViewSaid } from "./schemas.ts";

const topic = { name: "Topic", schema: topicSaid };

const add = operation({
  id: "addTopic",
  method: "POST",
  path: "/api/topics",
  summary: "Add a topic; done again with the same title it changes nothing",
  needs: "manage",
  body: {
    name: "NewTopic",
    schema: newTopic,
    examples: { topic: { slug: "harbour-strike", title: "The harbour strike" } },
  },
  answers: {
    200: { says: "It was there already.", body: topic },
    201: { says: "It is there now.", body: topic },
  },
  refuses: ["topic-taken"],
  answer: async (ports, { key, body }) => {
    if (!isForTopic(key, body.slug)) {
      return { problem: "not-allowed", detail: "The key is for other topics." };
    }
    const outcome = await addTopic(ports, body);
    switch (outcome.kind) {
      case "added":
        return {
          status: 201,
          body: shown(outcome.topic),
          headers: { Location: `/api/topics/${outcome.topic.slug}` },
        };
      case "known":
        return { status: 200, body: shown(outcome.topic) };
      case "taken":
        return { problem: "topic-taken", detail: `It exists already, under the title “${outcome.topic.title}”.` };
      case "refused": {
        const error =
          outcome.reason === "slug"
            ? { pointer: "#/slug", detail: "must be lower-case letters and digits, with single hyphens between them" }
            : { pointer: "#/title", detail: `must have 1 to ${titleMaxLength} characters` };
        return { problem: "validation", detail: "The topic cannot be added as it is.", errors: [error] };
      }
    }
  },
});

const list = operation({
  id: "listTopics",
  method: "GET",
  path: "/api/topics",
  summary: "List the topics that the key is for",
  needs: "read",
  answers: { 200: { says: "The topics, by slug.", body: { name: "Topics", schema: topicsSaid } } },
  refuses: [],
  answer: async (ports, { key }) => {
    const topics = (await ports.topics.all()).filter(({ slug }) => isForTopic(key, slug));
    return { status: 200, body: { topics: topics.map(shown) } };
  },
});

const read = operation({
  id: "readTopic",
  method: "GET",
  path: "/api/topics/{topic}",
  summary: "Read a topic",
  needs: "read",
  answers: { 200: { says: "The topic.", body: { name: "TopicView", schema: topicViewSaid } } },
  refuses: ["no-such-topic"],
  answer: async (ports, { topic: slug }) => {
    const found = await ports.topics.get(slug);
    if (found === undefined) return noSuchTopic(slug);
    const { total, updatedAt } = await listDevelopments(ports, slug, { limit: 1 });
    const updated = updatedAt === undefined ? {} : { updatedAt: new Date(updatedAt).toISOString() };
    const related = found.related === undefined ? {} : { related: found.related };
    return { status: 200, body: { ...shown(found), developments: total, ...updated, ...related } };
  },
});

export const topicOperations = [add, list, read];

function shown({ slug, title, createdAt }: Topic): object {
  return { slug, title, createdAt: new Date(createdAt).toISOString() };
}
